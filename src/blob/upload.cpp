// Receives an upload: the file goes to the spool; only names and text fields stay in memory.

#include "blob/upload.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/media_type.h"
#include "core/text.h"
#include "http/file_name.h"
#include "http/negotiation.h"

namespace vip {
namespace {

constexpr std::string_view kForm = "multipart/form-data";

}  // namespace

Result<std::unique_ptr<UploadSink>> UploadSink::open(const Spool& spool,
                                                     const http::Headers& headers,
                                                     std::uint64_t limit) {
  const auto media_type = http::content_media_type(headers);
  const bool is_form = media_type == kForm;
  const auto boundary = is_form ? http::multipart_boundary(headers) : std::nullopt;
  if (is_form && !boundary)
    return fail(errors::malformed_multipart, "The Content-Type of the form has no valid boundary.");
  auto file = spool.create();
  if (!file) return tl::unexpected{std::move(file.error())};
  Upload upload{*std::move(file),
                is_form ? std::string{} : std::string{canonical_media_type(media_type)},
                {},
                {}};
  std::unique_ptr<UploadSink> sink{new UploadSink{std::move(upload), limit}};
  http::MultipartReader& reader = *sink;
  if (boundary) sink->form_.emplace(*boundary, reader);
  return sink;
}

std::uint64_t UploadSink::body_limit(const http::Headers& headers, std::uint64_t limit) {
  return http::content_media_type(headers) == kForm ? limit + kFormOverhead : limit;
}

Check UploadSink::take(std::string_view piece) {
  return form_ ? form_->decode(piece) : append_to_file(piece);
}

Check UploadSink::end() {
  if (form_) {
    if (auto whole = form_->end(); !whole) return whole;
    if (!had_file_)
      return fail(errors::malformed_multipart,
                  "The form has no file: a part whose Content-Disposition has a filename.");
    for (auto& [name, value] : upload_.fields)
      if (!is_valid_utf8(value))
        return fail(
            at_pointer("/" + name, errors::invalid_characters, "The text is not valid UTF-8."));
  }
  upload_.file.end();
  return {};
}

Check UploadSink::append_to_file(std::string_view piece) {
  if (piece.size() > limit_ - upload_.file.size())
    return fail(errors::body_too_large, fmt::format("The file is larger than {} bytes.", limit_));
  return upload_.file.append(piece);
}

Check UploadSink::begin_part(http::PartHead head) {
  in_file_ = head.file_name.has_value();
  if (in_file_) {
    if (std::exchange(had_file_, true))
      return fail(errors::malformed_multipart, "The form has more than one file.");
    // Some senders send the whole path on their disk.
    upload_.file_name = http::plain_file_name(*head.file_name);
    upload_.media_type = canonical_media_type(head.media_type);
    return {};
  }
  if (!head.media_type.empty() && head.media_type != "text/plain")
    return fail(errors::malformed_multipart,
                "A field of the form is not text; a file needs a filename in its "
                "Content-Disposition.");
  if (std::ranges::count(upload_.fields, head.name, [](const auto& field) { return field.first; }))
    return fail(errors::malformed_multipart, "A field of the form occurs twice.");
  upload_.fields.emplace_back(std::move(head.name), std::string{});
  return {};
}

Check UploadSink::part(std::string_view piece) {
  if (in_file_) return append_to_file(piece);
  field_bytes_ += piece.size();
  if (field_bytes_ > kMostOfFields)
    return fail(errors::body_too_large,
                fmt::format("The form's fields have more than {} bytes.", kMostOfFields));
  upload_.fields.back().second.append(piece);
  return {};
}

Check UploadSink::end_part() { return {}; }

}  // namespace vip
