#include "domains/communications/actions/file_kind.h"

#include <algorithm>
#include <array>
#include <vector>

#include "core/media_type.h"
#include "core/text.h"
#include "domains/communications/actions/media_container.h"
#include "domains/communications/actions/text_kind.h"
#include "domains/communications/error_codes.h"

namespace vip::domains {
namespace {

using std::string_view_literals::operator""sv;

constexpr std::string_view kWord =
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
constexpr std::string_view kSheet =
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
constexpr std::string_view kOpenText = "application/vnd.oasis.opendocument.text";
constexpr std::string_view kOpenSheet = "application/vnd.oasis.opendocument.spreadsheet";
constexpr std::string_view kExcel = "application/vnd.ms-excel";

using Check = bool (*)(const FileContent&);

// Whether the content has some bytes at an offset.
bool has(std::string_view content, std::size_t offset, std::string_view bytes) {
  return content.size() >= offset && content.substr(offset).starts_with(bytes);
}

bool is_dicom(const FileContent& file) { return has(file.beginning, 128, "DICM"); }

// Readers look for the header within 1,024 bytes; mail gateways and web servers put lines before
// it.
bool is_pdf(const FileContent& file) {
  return file.beginning.substr(0, 1024).find("%PDF-") != std::string_view::npos;
}

bool is_jpeg(const FileContent& file) { return has(file.beginning, 0, "\xff\xd8\xff"); }
bool is_png(const FileContent& file) { return has(file.beginning, 0, "\x89PNG\r\n\x1a\n"); }
bool is_gif(const FileContent& file) {
  return has(file.beginning, 0, "GIF87a") || has(file.beginning, 0, "GIF89a");
}
// The last two are BigTIFF.
bool is_tiff(const FileContent& file) {
  return has(file.beginning, 0, "II*\0"sv) || has(file.beginning, 0, "MM\0*"sv) ||
         has(file.beginning, 0, "II+\0"sv) || has(file.beginning, 0, "MM\0+"sv);
}
bool is_webp(const FileContent& file) {
  return has(file.beginning, 0, "RIFF") && has(file.beginning, 8, "WEBP");
}
bool is_heic(const FileContent& file) { return has_brand_of(file.beginning, IsoMedia::heif); }
bool is_mp4(const FileContent& file) { return has_brand_of(file.beginning, IsoMedia::mp4); }
bool is_mp4_audio(const FileContent& file) {
  return has_brand_of(file.beginning, IsoMedia::audio) || is_mp4(file);
}
bool is_quicktime(const FileContent& file) {
  return has_brand_of(file.beginning, IsoMedia::quicktime) || is_old_quicktime(file.beginning);
}
bool is_rtf(const FileContent& file) { return has(file.beginning, 0, "{\\rtf"); }
bool is_ole(const FileContent& file) {
  return has(file.beginning, 0, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1");
}
bool is_mpeg_audio(const FileContent& file) { return begins_with_mpeg_audio(file.beginning); }
bool is_wave(const FileContent& file) {
  return has(file.beginning, 0, "RIFF") && has(file.beginning, 8, "WAVE");
}
bool is_ogg(const FileContent& file) { return has(file.beginning, 0, "OggS"); }
bool is_flac(const FileContent& file) { return has(file.beginning, 0, "fLaC"); }
bool is_zip(const FileContent& file) {
  return has(file.beginning, 0, "PK\x03\x04") || has(file.beginning, 0, "PK\x05\x06");
}

// ECMA-376 part 2 fixes the name of one entry, and no order; the others are named by convention.
bool is_office(const FileContent& file, std::string_view own, std::string_view other) {
  if (!is_zip(file)) return false;
  const auto names = zip_entry_names(file);
  const auto in = [&](std::string_view folder) {
    return std::ranges::any_of(names, [&](const auto& name) { return name.starts_with(folder); });
  };
  if (in(own)) return true;
  return in("[Content_Types].xml") && !in(other) && !in("ppt/");
}
bool is_word(const FileContent& file) { return is_office(file, "word/", "xl/"); }
bool is_sheet(const FileContent& file) { return is_office(file, "xl/", "word/"); }

// ODF part 2, 3.3: the first entry says what it is, uncompressed.
bool is_open_document(const FileContent& file, std::string_view type) {
  constexpr std::size_t name_at = 30;
  const std::string entry = "mimetype" + std::string{type};
  return is_zip(file) && has(file.beginning, name_at, entry) &&
         has(file.beginning, name_at + entry.size(), "PK");
}
bool is_open_text(const FileContent& file) { return is_open_document(file, kOpenText); }
bool is_open_sheet(const FileContent& file) { return is_open_document(file, kOpenSheet); }

// Formats that are written in ASCII are not taken for plain text, nor short pictures for text in a
// charset of single bytes.
bool is_text(const FileContent& file) {
  TextBeginning read;
  return !has(file.beginning, 0, "%PDF-") && !is_rtf(file) && !is_jpeg(file) &&
         read_text(file.beginning, file.is_whole(), read) && !is_active_markup(read.text);
}
bool begins_as(const FileContent& file, std::initializer_list<std::string_view> starts) {
  TextBeginning read;
  if (!read_text(file.beginning, file.is_whole(), read) || is_active_markup(read.text))
    return false;
  const auto begin = std::min(read.text.find_first_not_of(" \t\r\n"), read.text.size());
  const auto content = std::string_view{read.text}.substr(begin);
  return std::ranges::any_of(starts, [&](auto start) { return content.starts_with(start); });
}
bool is_json(const FileContent& file) { return begins_as(file, {"{", "["}); }
bool is_xml(const FileContent& file) { return begins_as(file, {"<"}); }

// A mail may have 8-bit parts in any charset, so that only its head is looked at.
bool is_mail(const FileContent& file) {
  const auto head = file.beginning.substr(
      0, std::min(file.beginning.find("\r\n\r\n"), file.beginning.find("\n\n")));
  TextBeginning read;
  return read_text(head, false, read) && begins_with_header(read.text);
}

// A type that is kept, the ending of its files, and what its content is like. In the order in which
// content without a declared type is tried: types with a signature before texts.
struct Kind {
  std::string_view media_type;
  std::array<std::string_view, 4> endings;
  Check check;
  bool always = true;  // else only if the operator accepts it
};
constexpr std::array kKinds{
    Kind{"application/pdf", {"pdf"}, is_pdf},
    // The 128 bytes before its signature may be the beginning of another format.
    Kind{"application/dicom", {"dcm", "dicom"}, is_dicom},
    Kind{"image/jpeg", {"jpg", "jpeg", "jpe", "jfif"}, is_jpeg},
    Kind{"image/png", {"png"}, is_png},
    Kind{"image/gif", {"gif"}, is_gif},
    Kind{"image/tiff", {"tif", "tiff"}, is_tiff},
    Kind{"application/rtf", {"rtf"}, is_rtf},
    Kind{"image/heic", {"heic", "heif", "hif"}, is_heic},
    Kind{"video/mp4", {"mp4", "m4v"}, is_mp4},
    Kind{"video/quicktime", {"mov", "qt"}, is_quicktime},
    Kind{"image/webp", {"webp"}, is_webp},
    Kind{"application/msword", {"doc"}, is_ole},
    Kind{kExcel, {"xls"}, is_ole},
    Kind{"application/vnd.ms-outlook", {"msg"}, is_ole},
    Kind{kOpenText, {"odt"}, is_open_text},
    Kind{kOpenSheet, {"ods"}, is_open_sheet},
    Kind{kWord, {"docx"}, is_word},
    Kind{kSheet, {"xlsx"}, is_sheet},
    Kind{"audio/mpeg", {"mp3"}, is_mpeg_audio, false},
    Kind{"audio/wav", {"wav"}, is_wave, false},
    Kind{"audio/mp4", {"m4a"}, is_mp4_audio, false},
    Kind{"audio/ogg", {"ogg", "oga", "opus"}, is_ogg, false},
    Kind{"audio/flac", {"flac"}, is_flac, false},
    Kind{"application/zip", {"zip"}, is_zip, false},
    Kind{"text/plain", {"txt", "text", "log", "md"}, is_text},
    Kind{"text/csv", {"csv"}, is_text},
    Kind{"application/json", {"json"}, is_json},
    Kind{"application/xml", {"xml"}, is_xml},
    Kind{"message/rfc822", {"eml"}, is_mail},
};

const Kind* kind_of(std::string_view media_type) {
  const auto* found = std::ranges::find(kKinds, media_type, &Kind::media_type);
  return found == kKinds.end() ? nullptr : found;
}

const Kind* kind_of_name(std::string_view file_name) {
  const auto dot = file_name.rfind('.');
  if (dot == std::string_view::npos) return nullptr;
  const auto ending = comparison_key(file_name.substr(dot + 1));
  if (ending.empty()) return nullptr;
  const auto* found = std::ranges::find_if(kKinds, [&](const Kind& kind) {
    return std::ranges::find(kind.endings, std::string_view{ending}) != kind.endings.end();
  });
  return found == kKinds.end() ? nullptr : found;
}

// Of content that nobody has declared, less is believed: a PDF within a text, atoms without a
// signature, or text in another charset would be guesses.
bool is_likely(const Kind& kind, const FileContent& file) {
  if (kind.check == is_pdf) {
    const auto begin = file.beginning.find_first_not_of(" \t\r\n\f\xef\xbb\xbf"sv);
    return begin < 1024 && has(file.beginning, begin, "%PDF-");
  }
  if (kind.check == is_quicktime) return has_brand_of(file.beginning, IsoMedia::quicktime);
  if (kind.media_type == "text/plain") {
    TextBeginning read;
    return is_text(file) && read_text(file.beginning, file.is_whole(), read) && read.is_unicode;
  }
  const bool any_text = kind.check == is_text || kind.check == is_json || kind.check == is_xml ||
                        kind.check == is_mail;
  return !any_text && kind.check(file);
}

}  // namespace

bool can_be(std::string_view media_type, const FileContent& file) {
  const auto* kind = kind_of(media_type);
  return kind != nullptr && kind->check(file);
}

Result<std::string> media_type_of(const FileContent& file, const DeclaredFile& declared,
                                  std::span<const std::string> also_accepted) {
  constexpr auto kAccepted =
      "Kept are PDF, images (JPEG, PNG, GIF, TIFF, WebP, HEIC), DICOM, videos (MP4, QuickTime), "
      "text, CSV, JSON, XML, emails, RTF, and documents of Word, Excel, Outlook and OpenDocument; "
      "no HTML and no SVG.";
  const auto accepted = [&](const Kind& kind) {
    return kind.always || std::ranges::find(also_accepted, kind.media_type) != also_accepted.end();
  };
  const auto type = canonical_media_type(declared.media_type);
  const bool is_declared = !type.empty() && type != "application/octet-stream";
  if (const auto* kind = kind_of(type); kind != nullptr && accepted(*kind)) {
    if (kind->check(file)) return std::string{type};
    // Windows with Excel declares CSV so.
    if (type == kExcel && is_text(file)) return std::string{"text/csv"};
  }
  if (!is_declared)
    if (const auto* kind = kind_of_name(declared.name);
        kind != nullptr && accepted(*kind) && kind->check(file))
      return std::string{kind->media_type};
  const auto* likely = std::ranges::find_if(
      kKinds, [&](const Kind& kind) { return accepted(kind) && is_likely(kind, file); });
  if (likely == kKinds.end()) return fail(errors::file_type_not_accepted, kAccepted);
  if (!is_declared) return std::string{likely->media_type};
  const auto* kind = kind_of(type);
  if (kind == nullptr || !accepted(*kind)) return fail(errors::file_type_not_accepted, kAccepted);
  return fail(errors::file_type_mismatch, "By its content the file is " +
                                              std::string{likely->media_type} +
                                              ", which its declared media type is not.");
}

}  // namespace vip::domains
