-- Groups are listed by name, in the order of the service's own sort keys. No route has made any yet: there is nothing to fill in.
ALTER TABLE groups ADD COLUMN sort_key text COLLATE "C" NOT NULL DEFAULT '';
