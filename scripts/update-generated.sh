#!/usr/bin/env bash
# Writes the files that are generated from the code: db/schema.sql and openapi.yaml.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
UPDATE_GENERATED=1 exec "$root/test.sh" --filter "FullyQualifiedName~SchemaTests|FullyQualifiedName~OpenApiTests"
