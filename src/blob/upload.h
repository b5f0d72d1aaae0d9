#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "blob/spool.h"
#include "http/message.h"
#include "http/multipart.h"

namespace vip {

// The content of an upload. Its file is deleted with it, unless it was moved.
struct Upload {
  SpoolFile file;
  std::string media_type;  // of the file; as sent, but by its registered name; empty if absent
  std::string file_name;   // http::plain_file_name(); empty if absent
  // The text fields of a form, in order, without duplicate names. A body that is the file itself
  // has none.
  std::vector<std::pair<std::string, std::string>> fields;
};

// Puts the body of a request into a spool file as it arrives: the body itself, or the one file of a
// form (multipart/form-data), whose text fields stay in memory.
class UploadSink final : public http::BodySink, private http::MultipartReader {
 public:
  // The most bytes of a form besides its file: other fields and all heads.
  static constexpr std::uint64_t kFormOverhead = 128 * 1024;
  static constexpr std::size_t kMostOfFields = 64 * 1024;  // bytes of all text fields

  // For a body with these header fields and a file of at most `limit` bytes. Fails with
  // malformed-multipart if a form has no boundary, or with storage-unavailable.
  static Result<std::unique_ptr<UploadSink>> open(const Spool& spool, const http::Headers& headers,
                                                  std::uint64_t limit);
  // The most bytes that a body with these header fields may have.
  static std::uint64_t body_limit(const http::Headers& headers, std::uint64_t limit);

  Check take(std::string_view piece) override;
  Check end() override;
  // Once, after end().
  Upload take_upload() { return std::move(upload_); }

 private:
  UploadSink(Upload upload, std::uint64_t limit) : upload_{std::move(upload)}, limit_{limit} {}

  Check begin_part(http::PartHead head) override;
  Check part(std::string_view piece) override;
  Check end_part() override;
  Check append_to_file(std::string_view piece);

  Upload upload_;
  std::uint64_t limit_;
  std::optional<http::MultipartDecoder> form_;  // none: the body is the file
  bool in_file_ = false;
  bool had_file_ = false;
  std::size_t field_bytes_ = 0;
};

}  // namespace vip
