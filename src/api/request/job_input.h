#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "blob/spool.h"
#include "core/json.h"
#include "http/message.h"
#include "schema/resource.h"

namespace vip {

// Bounds of one line of a job's input.
inline constexpr json::Limits kLineLimits{30, 1000};

// The job that an action starts with its body: known as soon as the action has created it.
struct JobStart {
  std::int64_t lines = 0;
  std::optional<Uuid> started;
};

// The body of a request that starts a job, put into a file as it comes. Unless the file is given to
// a job, it goes with this.
class JobInput final : public http::BodySink {
 public:
  explicit JobInput(const Spool& spool) : spool_{spool} {}

  Check take(std::string_view piece) override;  // makes the file with the first
  Check end() override { return {}; }
  // Puts all of it onto the disk, then reads it through once: strict JSON of the declared form. The
  // number of its lines, or what is wrong (400).
  Result<std::int64_t> check(const JobKind& kind);
  std::uint64_t size() const { return file_ ? file_->size() : 0; }  // bytes
  SpoolFile& file() { return *file_; }                              // of a body that was checked

 private:
  const Spool& spool_;
  std::optional<SpoolFile> file_;
};

}  // namespace vip
