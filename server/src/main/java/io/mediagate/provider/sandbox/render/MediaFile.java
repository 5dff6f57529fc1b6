package io.mediagate.provider.sandbox.render;

import static io.mediagate.provider.sandbox.render.NativeMedia.check;
import static org.bytedeco.ffmpeg.avformat.AVFormatContext.AVFMT_FLAG_BITEXACT;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_from_context;
import static org.bytedeco.ffmpeg.global.avformat.AVIO_FLAG_WRITE;
import static org.bytedeco.ffmpeg.global.avformat.av_interleaved_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_write_trailer;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avformat.avio_closep;
import static org.bytedeco.ffmpeg.global.avformat.avio_open;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;

import java.nio.file.Path;
import java.util.Map;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;

/// A media file being written: add the tracks, begin, write packets, finish. Nothing in it says what
/// wrote it, or when.
final class MediaFile implements AutoCloseable {

    private final AVFormatContext format;
    private final AVIOContext output = new AVIOContext(null);

    MediaFile(Path path, String container) {
        NativeMedia.load();
        format = new AVFormatContext(null);
        check(
                avformat_alloc_output_context2(format, null, container, path.toString()),
                "preparing a " + container);
        format.flags(format.flags() | AVFMT_FLAG_BITEXACT);
        check(avio_open(output, path.toString(), AVIO_FLAG_WRITE), "creating " + path);
        format.pb(output);
    }

    /// A track for what this encoder makes.
    AVStream add(Encoder encoder) {
        var stream = avformat_new_stream(format, null);
        check(
                avcodec_parameters_from_context(stream.codecpar(), encoder.context()),
                "adding a track");
        stream.time_base(encoder.context().time_base());
        stream.avg_frame_rate(encoder.context().framerate());
        return stream;
    }

    void begin(Map<String, String> options) {
        var dictionary = new AVDictionary(null);
        options.forEach((key, value) -> av_dict_set(dictionary, key, value, 0));
        try {
            check(avformat_write_header(format, dictionary), "beginning the file");
        } finally {
            av_dict_free(dictionary);
        }
    }

    void write(AVPacket packet, Encoder from, AVStream to) {
        av_packet_rescale_ts(packet, from.context().time_base(), to.time_base());
        packet.stream_index(to.index());
        check(av_interleaved_write_frame(format, packet), "writing a packet");
    }

    void finish() {
        check(av_write_trailer(format), "ending the file");
    }

    @Override
    public void close() {
        avio_closep(output);
        avformat_free_context(format);
    }
}
