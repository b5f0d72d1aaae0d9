#include "http/correlation.h"

#include <gtest/gtest.h>

namespace vip::http {
namespace {

using std::string_literals::operator""s;

TEST(Correlation, IsAcceptedOnceAndInItsForm) {
  struct Row {
    std::vector<std::string> values;
    std::string id;
  };
  const std::vector<Row> rows = {
      {{}, ""},
      {{"a"}, "a"},
      {{"Ab.9_-"}, "Ab.9_-"},
      {{std::string(128, 'x')}, std::string(128, 'x')},
      {{std::string(129, 'x')}, ""},
      {{""}, ""},
      {{"a b"}, ""},
      {{"caf\xc3\xa9"}, ""},
      {{"a", "a"}, ""},
      {{"a", ""}, ""},
  };
  for (const Row& row : rows) {
    Headers headers;
    headers.add("Host", "a");
    for (const std::string& value : row.values) headers.add("x-correlation-ID", value);
    EXPECT_EQ(given_correlation_id(headers), row.id) << testing::PrintToString(row.values);
  }
}

TEST(Correlation, IsReadFromRejectedRequests) {
  struct Row {
    std::string section, id;
  };
  const std::vector<Row> rows = {
      {"GET / HTTP/1.1\r\nX-Correlation-Id: a1\r\n\r\n", "a1"},
      {"get / HTTP/1.1\r\nx-correlation-id:a1\t\r\nno colon\r\n", "a1"},
      {"GET / HTTP/1.1\nX-Correlation-Id: a1\n\n", "a1"},  // bare LF
      {"GET /\0 HTTP/1.1\r\nX-Correlation-Id: a1\r\n\r\n"s, "a1"},
      {"X-Correlation-Id: a1\r\nHost: a\r\n", "a1"},
      {"GET / HTTP/1.1\r\nX-Correlation-Id: a1", ""},  // the value may be incomplete
      {"GET / HTTP/1.1\r\nX-Correlation-Id: a1\r\n", "a1"},
      {"GET / HTTP/1.1\r\nX-Correlation-Id : a1\r\n\r\n", ""},
      {"GET / HTTP/1.1\r\nX-Correlation-Id: a1\r\nX-Correlation-Id: a1\r\n\r\n", ""},
      {"GET / HTTP/1.1\r\nX-Correlation-Id: a1\r\n b\r\n\r\n", ""},  // folded
      {"GET / HTTP/1.1\r\nX-Correlation-Id: a1\rb\r\n\r\n", ""},
      {"GET / HTTP/1.1\r\nX-Correlation-Id: <a>\r\n\r\n", ""},
      {"GET / HTTP/1.1\r\nHost: a\r\n\r\nX-Correlation-Id: a1\r\n", ""},  // of the body
      {"", ""},
  };
  for (const Row& row : rows) EXPECT_EQ(given_correlation_id(row.section), row.id) << row.section;
}

}  // namespace
}  // namespace vip::http
