#pragma once

#include <cstdint>
#include <string_view>

namespace vip::domains {

enum class IsoMedia : std::uint8_t { heif, mp4, audio, quicktime };

// Whether the file type box of an ISO base media file (ISO/IEC 14496-12 4.3) names a brand of a
// kind: as the major one or among the compatible ones, by which a reader may treat the file.
bool has_brand_of(std::string_view beginning, IsoMedia kind);

// Whether the content is a chain of QuickTime atoms without a file type, as it was written before
// 2001: movie data, a movie, free space or a preview first.
bool is_old_quicktime(std::string_view beginning);

// Whether the content begins with an ID3 tag or a frame of MPEG audio.
bool begins_with_mpeg_audio(std::string_view beginning);

}  // namespace vip::domains
