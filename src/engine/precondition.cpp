#include "engine/precondition.h"

#include <algorithm>

namespace vip {
namespace {

constexpr std::int64_t kMillisecondsASecond = 1000;

tl::unexpected<Problem> precondition_fails(std::string detail) {
  return fail(errors::precondition_failed, std::move(detail));
}

}  // namespace

bool is_unmodified_since(std::int64_t version, Instant modified, std::int64_t seconds) {
  constexpr std::int64_t kFirstVersion = 1;
  if (version == kFirstVersion) return modified.milliseconds / kMillisecondsASecond <= seconds;
  return modified.milliseconds <= seconds * kMillisecondsASecond;
}

Check check_precondition(const Precondition& expected, const Record& record) {
  const auto holds = [&](const std::vector<std::int64_t>& versions) {
    return std::ranges::find(versions, record.version) != versions.end();
  };
  if (expected.versions && !holds(*expected.versions))
    return precondition_fails(
        "If-Match names another version than the record has now; read it again and decide anew.");
  if (expected.unmodified_since) {
    const auto index = static_cast<std::size_t>(record.resource->modified_field);
    const Instant modified{std::get<std::int64_t>(record.values[index])};
    if (!is_unmodified_since(record.version, modified, *expected.unmodified_since))
      return precondition_fails(
          "The record was changed after the date of If-Unmodified-Since; read it again and decide "
          "anew.");
  }
  if (expected.is_absent || holds(expected.other_than))
    return precondition_fails("The record has a version that If-None-Match excludes.");
  return {};
}

}  // namespace vip
