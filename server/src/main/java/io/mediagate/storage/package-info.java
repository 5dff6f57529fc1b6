/// The only door to PostgreSQL: the pool, transactions, migrations, group commit,
/// outages, and the embedded server.
@NullMarked
package io.mediagate.storage;

import org.jspecify.annotations.NullMarked;
