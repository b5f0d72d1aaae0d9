#include "core/media_type.h"

#include <algorithm>
#include <array>
#include <utility>

namespace vip {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 53> kMediaTypeAliases{{
    {"application/x-pdf", "application/pdf"},
    {"application/acrobat", "application/pdf"},
    {"text/pdf", "application/pdf"},
    {"image/jpg", "image/jpeg"},
    {"image/pjpeg", "image/jpeg"},
    {"image/x-jpeg", "image/jpeg"},
    {"image/x-citrix-jpeg", "image/jpeg"},
    {"image/x-png", "image/png"},
    {"image/x-citrix-png", "image/png"},
    {"image/x-gif", "image/gif"},
    {"image/tif", "image/tiff"},
    {"image/x-tif", "image/tiff"},
    {"image/x-tiff", "image/tiff"},
    {"image/heif", "image/heic"},
    {"image/heic-sequence", "image/heic"},
    {"image/heif-sequence", "image/heic"},
    {"application/x-dicom", "application/dicom"},
    {"image/dicom", "application/dicom"},
    {"image/x-dicom", "application/dicom"},
    {"video/x-m4v", "video/mp4"},
    {"application/mp4", "video/mp4"},
    {"video/x-quicktime", "video/quicktime"},
    {"text/x-csv", "text/csv"},
    {"application/csv", "text/csv"},
    {"application/x-csv", "text/csv"},
    {"text/comma-separated-values", "text/csv"},
    {"text/json", "application/json"},
    {"application/x-json", "application/json"},
    {"text/xml", "application/xml"},
    {"application/x-xml", "application/xml"},
    {"text/rtf", "application/rtf"},
    {"text/richtext", "application/rtf"},
    {"application/x-rtf", "application/rtf"},
    {"application/x-msword", "application/msword"},
    {"application/vnd.msword", "application/msword"},
    {"application/doc", "application/msword"},
    {"application/excel", "application/vnd.ms-excel"},
    {"application/msexcel", "application/vnd.ms-excel"},
    {"application/x-excel", "application/vnd.ms-excel"},
    {"application/x-msexcel", "application/vnd.ms-excel"},
    {"application/msoutlook", "application/vnd.ms-outlook"},
    {"message/rfc2822", "message/rfc822"},
    {"application/x-zip", "application/zip"},
    {"application/x-zip-compressed", "application/zip"},
    {"audio/mp3", "audio/mpeg"},
    {"audio/x-mp3", "audio/mpeg"},
    {"audio/x-mpeg", "audio/mpeg"},
    {"audio/wave", "audio/wav"},
    {"audio/x-wav", "audio/wav"},
    {"audio/vnd.wave", "audio/wav"},
    {"audio/m4a", "audio/mp4"},
    {"audio/x-m4a", "audio/mp4"},
    {"application/ogg", "audio/ogg"},
}};

}  // namespace

std::string_view canonical_media_type(std::string_view media_type) {
  const auto* found = std::ranges::find(kMediaTypeAliases, media_type,
                                        &std::pair<std::string_view, std::string_view>::first);
  return found == kMediaTypeAliases.end() ? media_type : found->second;
}

}  // namespace vip
