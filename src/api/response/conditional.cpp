#include "api/response/conditional.h"

#include <algorithm>

#include "core/error_codes.h"
#include "engine/precondition.h"
#include "http/conditional.h"

namespace vip {
namespace {

// A client may send the tag of another view or coding of the record: the version counts.
bool matches(const http::Headers& headers, const Validators& current) {
  if (http::if_match(headers, current.etag) != http::TagCondition::fails) return true;
  const auto versions = http::if_match_versions(headers);
  const auto own = http::version_of_tag(current.etag);
  return own && versions && std::ranges::find(*versions, *own) != versions->end();
}

}  // namespace

ReadCondition check_read_conditions(const http::Headers& headers, const Validators& current) {
  const auto is_unmodified = [&](std::int64_t seconds) {
    return is_unmodified_since(current.version, current.modified, seconds);
  };
  if (!matches(headers, current)) return ReadCondition::fails;
  if (const auto since = http::if_unmodified_since(headers); since && !is_unmodified(*since))
    return ReadCondition::fails;
  if (http::if_none_match(headers, current.etag) == http::TagCondition::fails)
    return ReadCondition::not_modified;
  if (const auto since = http::if_modified_since(headers); since && is_unmodified(*since))
    return ReadCondition::not_modified;
  return ReadCondition::holds;
}

tl::unexpected<Problem> read_condition_fails() {
  return fail(errors::precondition_failed,
              "What is here now does not meet If-Match or If-Unmodified-Since.");
}

std::string last_modified(std::int64_t version, Instant modified, Instant now) {
  constexpr std::int64_t kSecond = 1000;
  const bool first = version == 1;  // see is_unmodified_since()
  const Instant end{first ? modified.milliseconds : modified.milliseconds + kSecond - 1};
  return http_date(std::min(end, now));
}

}  // namespace vip
