#include "http/ranges.h"

#include <gtest/gtest.h>

namespace vip::http {
namespace {

constexpr std::int64_t kModified = 1'772'357'400'000;  // Sun, 01 Mar 2026 09:30:00 GMT

std::string of(const std::string& range, std::uint64_t size, const std::string& if_range = "") {
  Headers headers;
  headers.add("Range", range);
  if (!if_range.empty()) headers.add("If-Range", if_range);
  const auto found = range_of(headers, size, "\"tag\"", kModified);
  return found.kind == ContentRange::Kind::whole ? "whole" : content_range(found, size);
}

TEST(Ranges, AreReadByRfc9110) {
  const std::vector<std::pair<std::string, std::string>> cases{
      {"bytes=0-9", "bytes 0-9/100"},
      {"Bytes=0-0", "bytes 0-0/100"},
      {"bytes=90-", "bytes 90-99/100"},
      {"bytes=90-1000", "bytes 90-99/100"},
      {"bytes=99-99", "bytes 99-99/100"},
      {"bytes=-1", "bytes 99-99/100"},
      {"bytes=-1000", "bytes 0-99/100"},
      {"bytes=0-999999999999999999", "bytes 0-99/100"},
      {"bytes=, 5-6 ,", "bytes 5-6/100"},
      {"bytes=200-300, 5-6", "bytes 5-6/100"},  // one of them has bytes
      {"bytes=100-", "bytes */100"},
      {"bytes=100-200,300-", "bytes */100"},
      {"bytes=-0", "bytes */100"},
      {"bytes=0-1,5-6", "whole"},
      {"bytes=9-0", "whole"},
      {"bytes=a-b", "whole"},
      {"bytes=5", "whole"},
      {"bytes=-", "whole"},
      {"bytes=", "whole"},
      {"bytes=0-99999999999999999999999", "whole"},
      {"bytes=+1-2", "whole"},
      {"items=0-9", "whole"},
      {"", "whole"},
  };
  for (const auto& [range, expected] : cases) EXPECT_EQ(of(range, 100), expected) << range;
  EXPECT_EQ(of("bytes=0-", 0), "bytes */0");
  EXPECT_EQ(of("bytes=-5", 0), "bytes */0");
}

TEST(Ranges, ApplyOnlyUnderTheirCondition) {
  const std::vector<std::pair<std::string, std::string>> cases{
      {"\"tag\"", "bytes 0-9/100"},
      {"Sun, 01 Mar 2026 09:30:00 GMT", "bytes 0-9/100"},
      {"\"other\"", "whole"},
      {"W/\"tag\"", "whole"},
      {"Sun, 01 Mar 2026 09:30:01 GMT", "whole"},
      {"Sun, 01 Mar 2026 09:29:59 GMT", "whole"},
      {"nonsense", "whole"},
  };
  for (const auto& [condition, expected] : cases)
    EXPECT_EQ(of("bytes=0-9", 100, condition), expected) << condition;
}

TEST(Ranges, AreIgnoredInSeveralFields) {
  Headers headers;
  EXPECT_EQ(range_of(headers, 100, "\"tag\"", kModified).kind, ContentRange::Kind::whole);
  headers.add("Range", "bytes=0-1");
  headers.add("Range", "bytes=0-1");
  EXPECT_EQ(range_of(headers, 100, "\"tag\"", kModified).kind, ContentRange::Kind::whole);
}

}  // namespace
}  // namespace vip::http
