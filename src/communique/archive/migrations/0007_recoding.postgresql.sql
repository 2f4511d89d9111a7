-- Records by a newer version, kept beside the older ones until somebody takes them over.
CREATE TABLE newer (
    article INTEGER NOT NULL PRIMARY KEY REFERENCES articles (number) ON DELETE CASCADE,
    version INTEGER NOT NULL REFERENCES versions (number),
    record BYTEA NOT NULL
);
