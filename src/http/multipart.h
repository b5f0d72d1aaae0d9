#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "http/message.h"

namespace vip::http {

// The head of one part of a form (RFC 7578 4).
struct PartHead {
  std::string name;
  std::optional<std::string> file_name;  // marks a file; decoded, may be a path, may be empty
  std::string media_type;                // lower-case, without parameters; empty when not stated
};

// Receives the content of a form in its order. A problem ends the reading.
class MultipartReader {
 public:
  virtual ~MultipartReader() = default;
  virtual Check begin_part(PartHead head) = 0;
  virtual Check part(std::string_view piece) = 0;  // of the content; not empty
  virtual Check end_part() = 0;
};

// Decodes a form of type multipart/form-data (RFC 7578, RFC 2046 5.1) while it arrives, and keeps
// only as many bytes as a boundary has. The preamble, the epilogue and blanks after a boundary are
// passed over. Strict: lines end in CRLF, each part has form-data and a name, no transfer encoding,
// bounded heads. Other bytes are `malformed-multipart`.
class MultipartDecoder {
 public:
  MultipartDecoder(const std::string& boundary, MultipartReader& reader);
  Check decode(std::string_view bytes);
  Check end() const;  // whether the last boundary was read

 private:
  enum class State : std::uint8_t {
    preamble,
    after_boundary,
    padding,  // after a boundary, up to the end of its line
    head,
    content,
    after_last,  // the same after the last boundary
    epilogue
  };

  Result<bool> step();
  bool find_boundary(std::size_t& before) const;
  Result<bool> read_preamble();
  Result<bool> read_padding();
  Result<bool> read_after_boundary();
  Result<bool> read_head();
  Result<bool> read_content();

  std::string delimiter_;  // CRLF, two hyphens, the boundary
  MultipartReader& reader_;
  State state_ = State::preamble;
  std::string pending_;  // bytes that are not decoded yet
  int parts_ = 0;
};

// The boundary of a Content-Type of multipart/form-data; none if it has no valid one.
std::optional<std::string> multipart_boundary(const Headers& headers);

}  // namespace vip::http
