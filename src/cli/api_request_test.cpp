#include "cli/api_request.h"

#include <gtest/gtest.h>

#include "cli/api_access.h"

namespace vip::cli {
namespace {

std::string body_of(const std::vector<std::string>& fields, bool all_text = false) {
  json::Node object;
  add_fields(object, fields, all_text);
  return json::to_string(object);
}

TEST(ApiRequest, FieldsHaveTypes) {
  EXPECT_EQ(body_of({}), "{}");
  EXPECT_EQ(
      body_of({"a=1", "b=-2.50", "c=true", "d=null", "e=x", "f=", "g=\"q\"", "h=[1]", "i=01"}),
      R"({"a":1,"b":-2.50,"c":true,"d":null,"e":"x","f":"","g":"\"q\"","h":"[1]","i":"01"})");
  EXPECT_EQ(body_of({"a=1", "b=true"}, true), R"({"a":"1","b":"true"})");
  EXPECT_EQ(body_of({"a=b=c"}), R"({"a":"b=c"})");
  EXPECT_EQ(body_of({"a[b]=1", "a[c][]=2", "a[c][]=x", "d[][e]=1"}),
            R"({"a":{"b":1,"c":[2,"x"]},"d":[{"e":1}]})");
}

TEST(ApiRequest, WrongFieldsAreRefused) {
  for (const std::vector<std::string>& wrong : {std::vector<std::string>{"a"},
                                                {"=1"},
                                                {"[a]=1"},
                                                {"a[=1"},
                                                {"a]b=1", "a]b=1"},
                                                {"a=1", "a=2"},
                                                {"a=1", "a[b]=2"},
                                                {"a[]=1", "a[b]=2"},
                                                {"a=@/nonexistent/file"}})
    EXPECT_THROW(body_of(wrong), CallFailed) << wrong.back();
}

TEST(ApiRequest, TargetsAreEncoded) {
  const std::string base = "https://api.example.com/vip";
  EXPECT_EQ(target_of("/a", {}, base), "/a");
  EXPECT_EQ(target_of("/a b/\xc3\xa9%20", {}, base), "/a%20b/%C3%A9%20");
  EXPECT_EQ(target_of("/a", {"q=x y&z", "last-name[starts-with]=H"}, base),
            "/a?q=x%20y%26z&last-name%5Bstarts-with%5D=H");
  EXPECT_EQ(target_of("/a?b=1#c", {"d="}, base), "/a?b=1&d=");
  EXPECT_EQ(target_of(base + "/a?b=1", {}, base), "/a?b=1");
  for (const auto* elsewhere : {"https://evil.example/a", "https://api.example.com/vip.evil/a", "a",
                                "", "http://api.example.com/vip/a", "https://api.example.com/vip"})
    EXPECT_THROW(target_of(elsewhere, {}, base), CallFailed) << elsewhere;
  EXPECT_THROW(target_of("/a", {"size"}, base), CallFailed);
}

TEST(ApiRequest, TheMethodComesFirst) {
  const auto read = [](const std::vector<std::string>& words, bool has_body = false) {
    const auto both = method_and_path(words, has_body);
    return both.method + " " + both.path;
  };
  EXPECT_EQ(read({"/a"}), "GET /a");
  EXPECT_EQ(read({"/a"}, true), "POST /a");
  EXPECT_EQ(read({"patch", "/a"}, true), "PATCH /a");
  EXPECT_EQ(read({"DELETE", "/a"}), "DELETE /a");
  for (const std::vector<std::string>& wrong :
       {std::vector<std::string>{}, {"GET"}, {"GETT", "/a"}, {"/a", "/b"}, {"GET", "/a", "/b"}})
    EXPECT_THROW(read(wrong), CallFailed);
  EXPECT_THROW(read({"GET", "/a"}, true), CallFailed);
}

TEST(ApiRequest, HeadersAreOneLine) {
  EXPECT_EQ(header_of("If-Match:  \"1\""),
            (std::pair<std::string, std::string>{"If-Match", "\"1\""}));
  EXPECT_EQ(header_of("X-Empty:").second, "");
  for (const auto* wrong : {"", "Name", ": x", "a b: x", "A: x\r\nB: y"})
    EXPECT_THROW(header_of(wrong), CallFailed) << wrong;
}

TEST(ApiResponse, TheNextPageIsInTheLink) {
  EXPECT_EQ(next_link(R"(<http://h/a?page=1>; rel="first", <http://h/a?page=2>; rel="next")"),
            "http://h/a?page=2");
  EXPECT_EQ(next_link(R"(<http://h/a?page=1>; rel="prev")"), "");
  EXPECT_EQ(next_link(""), "");
  EXPECT_EQ(next_link("<broken"), "");
}

TEST(ApiResponse, IsIndentedWithItsNumbersAsSent) {
  EXPECT_EQ(indented_json(*json::parse(R"({"a":1.50,"b":[],"c":{"d":[1,"x"]},"e":{}})")),
            "{\n  \"a\": 1.50,\n  \"b\": [],\n  \"c\": {\n    \"d\": [\n      1,\n      \"x\"\n    "
            "]\n  },\n  \"e\": {}\n}");
}

TEST(ApiResponse, AProblemIsToldInWords) {
  EXPECT_EQ(
      problem_text(
          400, "Bad Request",
          R"({"code":"invalid","detail":"No.","errors":[{"pointer":"/a","message":"Not 1."},{"message":"x"}]})",
          "c1"),
      "400 invalid: No.\n  /a: Not 1.\n  correlation id c1");
  EXPECT_EQ(problem_text(502, "Bad Gateway", "<html>", ""), "502 Bad Gateway");
}

}  // namespace
}  // namespace vip::cli
