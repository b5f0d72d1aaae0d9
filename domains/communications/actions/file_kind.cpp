#include "domains/communications/actions/file_kind.h"

#include <algorithm>
#include <array>
#include <vector>

#include "core/text.h"
#include "domains/communications/error_codes.h"

namespace vip::domains {
namespace {

using Types = std::vector<std::string_view>;
using std::string_view_literals::operator""sv;

// A file extension and its media type.
struct Ending {
  std::string_view ending, media_type;
};
constexpr std::array kEndings{
    Ending{"pdf", "application/pdf"},
    Ending{"jpg", "image/jpeg"},
    Ending{"jpeg", "image/jpeg"},
    Ending{"png", "image/png"},
    Ending{"gif", "image/gif"},
    Ending{"tif", "image/tiff"},
    Ending{"tiff", "image/tiff"},
    Ending{"webp", "image/webp"},
    Ending{"heic", "image/heic"},
    Ending{"dcm", "application/dicom"},
    Ending{"mp4", "video/mp4"},
    Ending{"mov", "video/quicktime"},
    Ending{"txt", "text/plain"},
    Ending{"csv", "text/csv"},
    Ending{"json", "application/json"},
    Ending{"xml", "application/xml"},
    Ending{"eml", "message/rfc822"},
    Ending{"rtf", "application/rtf"},
    Ending{"doc", "application/msword"},
    Ending{"xls", "application/vnd.ms-excel"},
    Ending{"msg", "application/vnd.ms-outlook"},
    Ending{"docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
    Ending{"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
    Ending{"odt", "application/vnd.oasis.opendocument.text"},
    Ending{"ods", "application/vnd.oasis.opendocument.spreadsheet"},
};

// Common aliases of media types.
constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kAliases{
    {{"image/jpg", "image/jpeg"},
     {"image/heif", "image/heic"},
     {"text/xml", "application/xml"},
     {"text/rtf", "application/rtf"}}};

std::string_view type_of_ending(std::string_view ending) {
  const auto found = std::ranges::find(kEndings, ending, &Ending::ending);
  return found == kEndings.end() ? std::string_view{} : found->media_type;
}

struct Signature {
  std::size_t offset;
  std::string_view bytes;
  std::string_view ending;
};
// DICOM comes first: the 128 bytes before its signature may be the beginning of another format.
constexpr std::array kSignatures{
    Signature{128, "DICM", "dcm"},       Signature{0, "%PDF-", "pdf"},
    Signature{0, "\xff\xd8\xff", "jpg"}, Signature{0, "\x89PNG\r\n\x1a\n", "png"},
    Signature{0, "GIF87a", "gif"},       Signature{0, "GIF89a", "gif"},
    Signature{0, "II*\0"sv, "tif"},      Signature{0, "MM\0*"sv, "tif"},
    Signature{0, "{\\rtf", "rtf"},       Signature{4, "ftypheic", "heic"},
    Signature{4, "ftypheix", "heic"},    Signature{4, "ftypmif1", "heic"},
    Signature{4, "ftypmsf1", "heic"},    Signature{4, "ftypqt  ", "mov"},
    Signature{4, "ftypisom", "mp4"},     Signature{4, "ftypiso2", "mp4"},
    Signature{4, "ftypmp41", "mp4"},     Signature{4, "ftypmp42", "mp4"},
    Signature{4, "ftypavc1", "mp4"},     Signature{4, "ftypM4V ", "mp4"},
    Signature{4, "ftypMSNV", "mp4"},
};

// Formats in a zip archive, detected by the first entry. Other archives are not accepted.
Types types_in_archive(std::string_view bytes) {
  constexpr std::size_t name_at = 30;
  constexpr std::string_view open_document = "mimetypeapplication/vnd.oasis.opendocument.";
  if (bytes.size() < name_at) return {};
  const auto name = bytes.substr(name_at);
  if (name.starts_with(open_document)) {
    const auto kind = name.substr(open_document.size());
    if (kind.starts_with("textPK")) return {type_of_ending("odt")};
    if (kind.starts_with("spreadsheetPK")) return {type_of_ending("ods")};
    return {};
  }
  for (const std::string_view first :
       {"[Content_Types].xml", "_rels/", "docProps/", "word/", "xl/"})
    if (name.starts_with(first)) return {type_of_ending("docx"), type_of_ending("xlsx")};
  return {};
}

bool is_header_line(std::string_view text) {
  const auto end = text.find(':');
  return end != std::string_view::npos && end > 0 &&
         std::ranges::all_of(text.substr(0, end), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  c == '-';
         });
}

// Text in UTF-8, and the types it may have besides plain text. Pages and images that can contain
// scripts are not accepted, under any name.
Types types_of_text(std::string_view text, bool is_whole) {
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  if (!is_whole) {  // the last character may be cut
    std::size_t tail = 0;
    while (tail < 3 && tail < text.size() && (text[text.size() - 1 - tail] & 0xC0) == 0x80) ++tail;
    text.remove_suffix(std::min(text.size(), tail + 1));
  }
  std::string plain{text};
  std::erase_if(plain, [](char c) { return c == '\r' || c == '\f'; });
  if (!is_valid_utf8(plain) || !has_only_printable(plain, true)) return {};
  const auto key = comparison_key(plain);
  for (const std::string_view mark : {"<!doctype html", "<html", "<script", "<svg"})
    if (key.find(mark) != std::string::npos) return {};
  const auto begin = plain.find_first_not_of(" \t\n");
  const auto content = std::string_view{plain}.substr(std::min(begin, plain.size()));
  Types types{"text/plain", "text/csv"};
  if (content.starts_with('{') || content.starts_with('[')) types.push_back("application/json");
  if (content.starts_with("<?xml")) types.push_back("application/xml");
  if (is_header_line(plain)) types.push_back("message/rfc822");
  return types;
}

// The types that the content can have, best first; empty if no accepted type matches.
Types types_of(std::string_view bytes, bool is_whole) {
  for (const Signature& signature : kSignatures)
    if (bytes.size() >= signature.offset &&
        bytes.substr(signature.offset).starts_with(signature.bytes))
      return {type_of_ending(signature.ending)};
  if (bytes.starts_with("RIFF") &&
      bytes.substr(std::min<std::size_t>(8, bytes.size())).starts_with("WEBP"))
    return {type_of_ending("webp")};
  if (bytes.starts_with("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"))
    return {type_of_ending("doc"), type_of_ending("xls"), type_of_ending("msg")};
  if (bytes.starts_with("PK\x03\x04")) return types_in_archive(bytes);
  return types_of_text(bytes, is_whole);
}

bool holds(const Types& types, std::string_view type) {
  return std::ranges::find(types, type) != types.end();
}

}  // namespace

Result<std::string> media_type_of(std::string_view beginning, bool is_whole,
                                  std::string_view declared, std::string_view file_name) {
  constexpr auto kAccepted =
      "Kept are PDF, images (JPEG, PNG, GIF, TIFF, WebP, HEIC), DICOM, videos (MP4, QuickTime), "
      "text "
      "in UTF-8, CSV, JSON, XML, emails, RTF, and documents of Word, Excel, Outlook and "
      "OpenDocument.";
  const auto types = types_of(beginning, is_whole);
  if (types.empty()) return fail(errors::file_type_not_accepted, kAccepted);
  for (const auto& [alias, type] : kAliases)
    if (declared == alias) declared = type;
  if (!declared.empty() && declared != "application/octet-stream") {
    if (holds(types, declared)) return std::string{declared};
    if (std::ranges::find(kEndings, declared, &Ending::media_type) == kEndings.end())
      return fail(errors::file_type_not_accepted, kAccepted);
    return fail(errors::file_type_mismatch, "By its content the file is " +
                                                std::string{types.front()} +
                                                ", which its declared media type is not.");
  }
  const auto dot = file_name.rfind('.');
  if (dot != std::string_view::npos)
    if (const auto by_name = type_of_ending(comparison_key(file_name.substr(dot + 1)));
        holds(types, by_name))
      return std::string{by_name};
  return std::string{types.front()};
}

}  // namespace vip::domains
