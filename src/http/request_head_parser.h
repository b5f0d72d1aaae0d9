#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "core/result.h"
#include "http/message.h"

namespace vip::http {

// Bounds of a header section, in bytes (docs/contract.md 9).
struct HeadLimits {
  std::size_t section = 32 * 1024;
  std::size_t field = 16 * 1024;
  std::size_t count = 100;
  std::size_t target = 8 * 1024;
};

// Finds the end of a header section while it arrives, and rejects at once what can never become
// one: a bare CR or LF, a NUL, a line or a section over its limit. It remembers how many bytes it
// has checked, so that slow senders cost nothing.
class HeadFinder {
 public:
  explicit HeadFinder(const HeadLimits& limits) : limits_{&limits} {}
  // `bytes` is all that has arrived since the start of the section. Returns the length of the
  // section with its empty line, or none yet.
  Result<std::optional<std::size_t>> find(std::string_view bytes);
  void reset() { line_ = lines_ = looked_ = 0; }

 private:
  Check check_length(std::string_view line) const;
  Check check_unfinished(std::string_view bytes);

  const HeadLimits* limits_;
  std::size_t line_ = 0;    // start of the unfinished line
  std::size_t lines_ = 0;   // complete lines
  std::size_t looked_ = 0;  // bytes that are checked
};

// Parses a header section that HeadFinder found (with the empty line) strictly by RFC 9112: what
// two readers could take for two different requests is rejected. `peer` stays empty.
Result<RequestHead> check_head(std::string_view section, const HeadLimits& limits);

}  // namespace vip::http
