using System.Globalization;
using System.Text;
using OpenTelemetry.Metrics;

namespace DocMgmt.Api.Metrics;

/// <summary>Metrics in Prometheus' text format, version 0.0.4.</summary>
internal static class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    public static void Write(StringBuilder text, Metric metric)
    {
        var name = Name(metric);
        var type = metric.MetricType switch
        {
            MetricType.Histogram => "histogram",
            MetricType.LongSum or MetricType.DoubleSum => "counter",
            _ => "gauge",
        };
        text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {metric.Description.ReplaceLineEndings(" ")}\n# TYPE {name} {type}\n");
        foreach (ref readonly var point in metric.GetMetricPoints())
        {
            var labels = Labels(point);
            if (metric.MetricType == MetricType.Histogram) WriteHistogram(text, name, labels, point);
            else Line(text, name, labels, Value(metric.MetricType, point));
        }
    }

    /// <summary>A gauge without labels.</summary>
    public static string Gauge(string name, string description, long value) => $"# HELP {name} {description}\n# TYPE {name} gauge\n{name}{{}} {value}\n";

    private static void WriteHistogram(StringBuilder text, string name, string labels, in MetricPoint point)
    {
        long count = 0;
        foreach (var bucket in point.GetHistogramBuckets())
        {
            count += bucket.BucketCount;
            var bound = double.IsPositiveInfinity(bucket.ExplicitBound) ? "+Inf" : Text(bucket.ExplicitBound);
            Line(text, name + "_bucket", $"{labels}{(labels.Length > 0 ? "," : "")}le=\"{bound}\"", count);
        }

        Line(text, name + "_sum", labels, point.GetHistogramSum());
        Line(text, name + "_count", labels, point.GetHistogramCount());
    }

    private static double Value(MetricType type, in MetricPoint point) => type switch
    {
        MetricType.LongSum or MetricType.LongSumNonMonotonic => point.GetSumLong(),
        MetricType.DoubleSum or MetricType.DoubleSumNonMonotonic => point.GetSumDouble(),
        MetricType.LongGauge => point.GetGaugeLastValueLong(),
        _ => point.GetGaugeLastValueDouble(),
    };

    /// <summary>Dots become underscores; unit and <c>_total</c> follow, as Prometheus names things.</summary>
    private static string Name(Metric metric)
    {
        var unit = metric.Unit switch { "s" => "_seconds", "By" => "_bytes", _ => "" };
        var total = metric.MetricType is MetricType.LongSum or MetricType.DoubleSum ? "_total" : "";
        var name = Clean(metric.Name);
        return name + (name.EndsWith(unit, StringComparison.Ordinal) ? "" : unit) + total;
    }

    private static string Labels(in MetricPoint point)
    {
        var labels = new List<string>();
        foreach (var tag in point.Tags) labels.Add($"{Clean(tag.Key)}=\"{Escape(tag.Value?.ToString() ?? "")}\"");
        return string.Join(',', labels);
    }

    private static void Line(StringBuilder text, string name, string labels, double value) =>
        text.Append(name).Append('{').Append(labels).Append("} ").Append(Text(value)).Append('\n');

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
    private static string Clean(string name) => string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'));

    private static string Escape(string value) =>
        value.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
