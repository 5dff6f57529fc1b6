/// Files in both directions, what callers send and what vendors make: judged by their bytes, measured,
/// freed of their makers' marks, kept on disk or in S3 as long as the workspace says, and served by signed
/// links that expire. Knows no vendor, and generations only by their ids.
@NullMarked
package io.mediagate.artifact;

import org.jspecify.annotations.NullMarked;
