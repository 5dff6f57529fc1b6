/// Alibaba Cloud Model Studio, whose API is called DashScope: wan's videos and pictures as tasks, qwen's
/// pictures and speech in one call. A key belongs to a region, and so to a base URL.
@NullMarked
package io.mediagate.provider.dashscope;

import org.jspecify.annotations.NullMarked;
