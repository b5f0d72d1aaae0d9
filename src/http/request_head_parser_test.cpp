#include "http/request_head_parser.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error_codes.h"

namespace vip::http {
namespace {

using std::string_literals::operator""s;
using testing::HasSubstr;

// Finds and checks, as a connection does.
Result<RequestHead> read_head(const std::string& bytes, const HeadLimits& limits = {}) {
  HeadFinder finder{limits};
  const auto found = finder.find(bytes);
  if (!found) return tl::unexpected{found.error()};
  if (!*found) return fail(errors::internal_error, "unfinished");
  return check_head(std::string_view{bytes}.substr(0, **found), limits);
}

std::string with_fields(const std::string& fields) {
  return "POST /things HTTP/1.1\r\nHost: api.example.com\r\n" + fields + "\r\n";
}

TEST(HeadCheck, ReadsAnOrdinaryRequest) {
  const auto head = read_head(
      "PATCH /patients/%41b?size=2&name[starts-with]=Re HTTP/1.1\r\nHost: "
      "api.example.com:8080\r\nTenant-Id: "
      " abc\t\r\ncontent-length: 12\r\nExpect: 100-Continue\r\nEmpty:\r\n\r\n");
  ASSERT_TRUE(head) << head.error().detail;
  EXPECT_EQ(head->method, Method::patch);
  EXPECT_EQ(head->method_text, "PATCH");
  EXPECT_EQ(head->path, "/patients/%41b");
  EXPECT_EQ(head->query, "size=2&name[starts-with]=Re");
  EXPECT_TRUE(head->has_query);
  EXPECT_EQ(head->headers.get("tenant-id"), "abc");
  EXPECT_EQ(head->headers.get("empty"), "");
  EXPECT_EQ(head->headers.get("absent"), std::nullopt);
  EXPECT_EQ(head->content_length, 12U);
  EXPECT_FALSE(head->chunked);
  EXPECT_TRUE(head->has_body());
  EXPECT_TRUE(head->expects_continue);
  EXPECT_TRUE(head->keep_alive);
  EXPECT_FALSE(head->is_1_0);
}

TEST(HeadCheck, AcceptsEveryValidTargetAndHost) {
  struct Case {
    std::string line, host, path, query;
  };
  for (const auto& [line, host, path, query] : std::vector<Case>{
           {"GET /", "a", "/", ""},
           {"GET /?", "a", "/", ""},
           {"GET //x", "[::1]", "//x", ""},
           {"GET /a?b?c=/d", "127.0.0.1:80", "/a", "b?c=/d"},
           {"GET http://Api.example.com/a?b", "api.example.com", "/a", "b"},
           {"GET HTTPS://api.example.com:8443?b", "api.example.com:8443", "/", "b"},
           {"OPTIONS *", "a", "*", ""},
           {"VERSION-CONTROL /a", "[2001:db8::1]:8080", "/a", ""},
       }) {
    const auto head = read_head(fmt::format("{} HTTP/1.1\r\nHost: {}\r\n\r\n", line, host));
    ASSERT_TRUE(head) << line << ": " << head.error().detail;
    EXPECT_EQ(head->path, path) << line;
    EXPECT_EQ(head->query, query) << line;
  }
}

TEST(HeadCheck, RefusesMalformedRequests) {
  struct Case {
    std::string bytes;
    ErrorCode code;
    std::string says;
  };
  const ErrorCode bad = errors::malformed_http;
  for (const auto& [bytes, code, says] : std::vector<Case>{
           {"get / HTTP/1.1\r\nHost: a\r\n\r\n", bad, "upper-case"},
           {"Get / HTTP/1.1\r\nHost: a\r\n\r\n", bad, "upper-case"},
           {"G=T / HTTP/1.1\r\nHost: a\r\n\r\n", bad, "upper-case"},
           {std::string(33, 'G') + " / HTTP/1.1\r\nHost: a\r\n\r\n", bad, "at most 32"},
           {" / HTTP/1.1\r\nHost: a\r\n\r\n", bad, "upper-case"},
           {"GET /\r\n\r\n", bad, "request line"},
           {"GET\r\n\r\n", bad, "request line"},
           {"\r\n\r\n", bad, "request line"},
           {"GET  / HTTP/1.1\r\nHost: a\r\n\r\n", bad, "`/`"},
           {"GET /  HTTP/1.1\r\nHost: a\r\n\r\n", bad, "percent-encoded"},
           {"GET\t/\tHTTP/1.1\r\nHost: a\r\n\r\n", bad, "request line"},
           {"GET / HTTP/1.1 \r\nHost: a\r\n\r\n", bad, "request line"},
           {"GET / http/1.1\r\nHost: a\r\n\r\n", bad, "request line"},
           {"GET / HTTP/1.11\r\nHost: a\r\n\r\n", bad, "request line"},
           {"GET / HTTP/2.0\r\nHost: a\r\n\r\n", errors::http_version, ""},
           {"GET / HTTP/0.9\r\nHost: a\r\n\r\n", errors::http_version, ""},
           {"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", errors::http_version, ""},
           {"GET * HTTP/1.1\r\nHost: a\r\n\r\n", bad, "OPTIONS"},
           {"GET a HTTP/1.1\r\nHost: a\r\n\r\n", bad, "`/`"},
           {"GET ftp://a/ HTTP/1.1\r\nHost: a\r\n\r\n", bad, "`/`"},
           {"GET http://b/ HTTP/1.1\r\nHost: a\r\n\r\n", bad, "differ"},
           {"GET http:///b HTTP/1.1\r\nHost: a\r\n\r\n", bad, "authority"},
           {"GET http://u@a/b HTTP/1.1\r\nHost: a\r\n\r\n", bad, "authority"},
           {"CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n", errors::method_not_implemented, "CONNECT"},
           {"GET /a#b HTTP/1.1\r\nHost: a\r\n\r\n", bad, "percent-encoded"},
           {"GET /a?b#c HTTP/1.1\r\nHost: a\r\n\r\n", bad, "percent-encoded"},
           {"GET /\xc3\xa9 HTTP/1.1\r\nHost: a\r\n\r\n", bad, "percent-encoded"},
           {"GET /?\xc3\xa9 HTTP/1.1\r\nHost: a\r\n\r\n", bad, "percent-encoded"},
           {"GET /?a\x7f HTTP/1.1\r\nHost: a\r\n\r\n", bad, "percent-encoded"},
           {"GET /%4 HTTP/1.1\r\nHost: a\r\n\r\n", bad, "escape"},
           {"GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n", bad, "escape"},
           {"GET /a[0] HTTP/1.1\r\nHost: a\r\n\r\n", bad, "percent-encoded"},
           {"GET / HTTP/1.1\r\n\r\n", bad, "Host is missing"},
           {"GET / HTTP/1.1\r\nHost: a\r\nhost: a\r\n\r\n", bad, "more than once"},
           {"GET / HTTP/1.0\r\nHost: a\r\nHost: a\r\n\r\n", bad, "more than once"},
           {"GET / HTTP/1.1\r\nHost:\r\n\r\n", bad, "not a host"},
           {"GET / HTTP/1.1\r\nHost: a, b\r\n\r\n", bad, "not a host"},
           {"GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", bad, "not a host"},
           {"GET / HTTP/1.1\r\nHost: u@a\r\n\r\n", bad, "not a host"},
           {"GET / HTTP/1.1\r\nHost: a:99999\r\n\r\n", bad, "not a host"},
           {"GET / HTTP/1.1\r\nHost: a:8o\r\n\r\n", bad, "not a host"},
           {"GET / HTTP/1.1\r\nHost: [::1\r\n\r\n", bad, "not a host"},
           {"GET / HTTP/1.1\r\nHost: [::1]x\r\n\r\n", bad, "not a host"},
           {"GET / HTTP/1.1\nHost: a\r\n\r\n", bad, "without CR"},
           {"GET / HTTP/1.1\r\nHost: a\n\r\n", bad, "without CR"},
           {"GET / HTTP/1.1\r\nHost: a\r\n\n", bad, "without CR"},
           {"GET / HTTP/1.1\r\nHost: a\r\nX: b\rY: c\r\n\r\n", bad, "control"},
           {"GET / HTTP/1.1\r\nHost: a\r\r\n\r\n", bad, "control"},
           {"GET / HTTP/1.1\r\nHost: a\r\nX: \0b\r\n\r\n"s, bad, "control"},
       }) {
    const auto head = read_head(bytes);
    ASSERT_FALSE(head) << bytes;
    EXPECT_EQ(head.error().code, code) << bytes << ": " << head.error().detail;
    EXPECT_THAT(head.error().detail, HasSubstr(says)) << bytes;
  }
}

TEST(HeadCheck, RefusesAmbiguousFields) {
  struct Case {
    std::string fields;
    ErrorCode code;
    std::string says;
  };
  const ErrorCode bad = errors::malformed_http;
  for (const auto& [fields, code, says] : std::vector<Case>{
           {"X: a\r\n b\r\n", bad, "folded"},
           {"X: a\r\n\tb\r\n", bad, "folded"},
           {"X : a\r\n", bad, "token"},
           {": a\r\n", bad, "token"},
           {"X\r\n", bad, "colon"},
           {"X(: a\r\n", bad, "token"},
           {"X\xc3\xa9: a\r\n", bad, "token"},
           {"X: a\x01\r\n", bad, "control"},
           {"X: a\x7f\r\n", bad, "control"},
           {"Content-Length: 1\r\nTransfer-Encoding: chunked\r\n", bad, "together"},
           {"Transfer-Encoding: chunked\r\nContent-Length: 1\r\n", bad, "together"},
           {"Content-Length: 1\r\nContent-Length: 1\r\n", bad, "more than once"},
           {"Content-Length: 1, 1\r\n", bad, "digits"},
           {"Content-Length: +1\r\n", bad, "digits"},
           {"Content-Length: -1\r\n", bad, "digits"},
           {"Content-Length: 0x1\r\n", bad, "digits"},
           {"Content-Length: 1 1\r\n", bad, "digits"},
           {"Content-Length:\r\n", bad, "digits"},
           {"Content-Length: 18446744073709551616\r\n", bad, "2^64"},
           {"Transfer-Encoding: gzip, chunked\r\n", errors::method_not_implemented, "chunked"},
           {"Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n",
            errors::method_not_implemented, "chunked"},
           {"Transfer-Encoding: chunked, gzip\r\n", bad, "last"},
           {"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n", bad, "last"},
           {"Transfer-Encoding: chunked, chunked\r\n", bad, "once"},
           {"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", bad, "once"},
           {"Transfer-Encoding: identity\r\n", bad, "last"},
           {"Transfer-Encoding: xchunked\r\n", bad, "last"},
           {"Transfer-Encoding: chunked;a=b\r\n", bad, "last"},
           {"Transfer-Encoding: \"chunked\"\r\n", bad, "last"},
           {"Transfer-Encoding:\r\n", bad, "last"},
           {"Expect: 200-ok\r\n", errors::expectation_failed, "100-continue"},
       }) {
    const auto head = read_head(with_fields(fields));
    ASSERT_FALSE(head) << fields;
    EXPECT_EQ(head.error().code, code) << fields << ": " << head.error().detail;
    EXPECT_THAT(head.error().detail, HasSubstr(says)) << fields;
  }
}

TEST(HeadCheck, NamesTheHeaderAtError) {
  const auto head = read_head(with_fields("Content-Length: x\r\n"));
  ASSERT_FALSE(head);
  ASSERT_EQ(head.error().errors.size(), 1U);
  EXPECT_EQ(head.error().errors[0].place, FieldError::Place::header);
  EXPECT_EQ(head.error().errors[0].name, "Content-Length");
}

TEST(HeadCheck, ReadsWhetherTheConnectionStaysOpen) {
  struct Case {
    std::string version, connection;
    bool keep_alive;
  };
  for (const auto& [version, connection, keep_alive] : std::vector<Case>{
           {"1.1", "", true},
           {"1.1", "Connection: close\r\n", false},
           {"1.1", "Connection: TE, Close\r\n", false},
           {"1.1", "Connection: keep-alive\r\nConnection: close\r\n", false},
           {"1.0", "", false},
           {"1.0", "Connection: Keep-Alive\r\n", true},
           {"1.0", "Connection: close, keep-alive\r\n", false},
       }) {
    const auto head =
        read_head(fmt::format("GET / HTTP/{}\r\nHost: a\r\n{}\r\n", version, connection));
    ASSERT_TRUE(head) << connection;
    EXPECT_EQ(head->keep_alive, keep_alive) << version << ' ' << connection;
  }
}

TEST(HeadCheck, TreatsHttp10AsItsTime) {
  EXPECT_TRUE(read_head("GET / HTTP/1.0\r\n\r\n"));
  const auto chunked = read_head("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n");
  ASSERT_FALSE(chunked);
  EXPECT_EQ(chunked.error().code, errors::malformed_http);
  const auto expects =
      read_head("POST / HTTP/1.0\r\nContent-Length: 1\r\nExpect: 100-continue\r\n\r\n");
  ASSERT_TRUE(expects);
  EXPECT_FALSE(expects->expects_continue);
}

// Every limit: a request at the limit passes; one beyond it is rejected with the limit in the
// message.
TEST(HeadCheck, EnforcesItsLimits) {
  const HeadLimits limits{.section = 600, .field = 200, .count = 5, .target = 100};
  const auto get = [](std::size_t target) {
    return "GET /" + std::string(target - 1, 'a') + " HTTP/1.1\r\nHost: a\r\n\r\n";
  };
  const auto field = [](std::size_t size) { return "X:" + std::string(size - 2, 'a') + "\r\n"; };
  const auto fields = [](std::size_t count) {
    std::string out;
    for (std::size_t i = 1; i < count; ++i) out += "X: a\r\n";  // Host is one of them
    return out;
  };
  struct Case {
    std::string inside, outside;
    ErrorCode code;
    std::string says;
  };
  for (const auto& [inside, outside, code, says] : std::vector<Case>{
           {get(100), get(101), errors::uri_too_long, "100 bytes"},
           {with_fields(field(200)), with_fields(field(201)), errors::headers_too_large,
            "200 bytes"},
           {with_fields(fields(5)), with_fields(fields(6)), errors::headers_too_large,
            "5 header fields"},
           {with_fields(field(200) + field(200)), with_fields(field(200) + field(200) + field(200)),
            errors::headers_too_large, "600 bytes"},
       }) {
    EXPECT_TRUE(read_head(inside, limits)) << inside;
    const auto refused = read_head(outside, limits);
    ASSERT_FALSE(refused) << outside;
    EXPECT_EQ(refused.error().code, code) << refused.error().detail;
    EXPECT_THAT(refused.error().detail, HasSubstr(says));
  }
}

TEST(HeadFinder, FindsTheEndInPiecesOfAnySize) {
  const std::string bytes = "GET / HTTP/1.1\r\nHost: a\r\n\r\nGET /next";
  const HeadLimits limits;
  HeadFinder finder{limits};
  for (std::size_t size = 0; size < 27; ++size) {
    const auto found = finder.find(std::string_view{bytes}.substr(0, size));
    ASSERT_TRUE(found) << size;
    EXPECT_EQ(*found, std::nullopt) << size;
  }
  const auto found = finder.find(bytes);
  ASSERT_TRUE(found);
  EXPECT_EQ(*found, 27U);
}

TEST(HeadFinder, DetectsABareCrAcrossPieces) {
  const HeadLimits limits;
  HeadFinder finder{limits};
  EXPECT_TRUE(finder.find("GET / HTTP/1.1\r\nA: b\r"));
  EXPECT_FALSE(finder.find("GET / HTTP/1.1\r\nA: b\rc"));
}

TEST(HeadFinder, RefusesOverlongLinesBeforeTheirEnd) {
  const HeadLimits limits{.section = 600, .field = 200, .count = 5, .target = 100};
  struct Case {
    std::string bytes;
    ErrorCode code;
  };
  for (const auto& [bytes, code] : std::vector<Case>{
           {std::string(200, 'A'), errors::uri_too_long},
           {"GET / HTTP/1.1\r\n" + std::string(201, 'A'), errors::headers_too_large},
           {"GET / HTTP/1.1\r\nA: b\rc", errors::malformed_http},
           {std::string{"GET / \0", 7}, errors::malformed_http},
           {"\n", errors::malformed_http},
       }) {
    HeadFinder finder{limits};
    const auto found = finder.find(bytes);
    ASSERT_FALSE(found) << bytes;
    EXPECT_EQ(found.error().code, code) << bytes;
  }
}

}  // namespace
}  // namespace vip::http
