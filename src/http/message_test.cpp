#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>
#include <zstd.h>

#include "core/error_codes.h"
#include "core/json.h"
#include "http/conditional.h"
#include "http/negotiation.h"
#include "http/problem_json.h"
#include "http/query_string.h"

namespace vip::http {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

Headers headers(std::initializer_list<std::pair<std::string, std::string>> fields) {
  Headers result;
  for (const auto& [name, value] : fields) result.add(name, value);
  return result;
}

TEST(Headers, CompareNamesWithoutCaseAndKeepOrder) {
  const auto fields = headers({{"Accept", "a"}, {"TENANT-id", "t"}, {"accept", "b"}});
  EXPECT_EQ(fields.get("ACCEPT"), "a");
  EXPECT_EQ(fields.get("Tenant-Id"), "t");
  EXPECT_EQ(fields.get("Tenant"), std::nullopt);
  EXPECT_EQ(fields.count("accept"), 2U);
  EXPECT_EQ(fields.joined("Accept"), "a, b");
  EXPECT_EQ(fields.joined("Other"), "");
}

TEST(Method, IsNamedInUpperCase) {
  for (const auto method : {Method::get, Method::head, Method::post, Method::put, Method::patch,
                            Method::del, Method::options})
    EXPECT_EQ(method_named(to_string(method)), method);
  EXPECT_EQ(method_named("get"), Method::other);
  EXPECT_EQ(method_named("TRACE"), Method::other);
}

TEST(QueryString, SplitsAndDecodes) {
  const auto parameters = parse_form("a=1&b+c=%2Fd%C3%A9&last-name[starts-with]=Har&e&=f&&g==");
  ASSERT_TRUE(parameters);
  EXPECT_THAT(*parameters, ElementsAre(Pair("a", "1"), Pair("b c", "/d\xc3\xa9"),
                                       Pair("last-name[starts-with]", "Har"), Pair("e", ""),
                                       Pair("", "f"), Pair("g", "=")));
  EXPECT_TRUE(parse_form("")->empty());
}

TEST(QueryString, NamesEveryParameterThatCannotBeDecoded) {
  for (const std::string_view value : {"%", "%2", "%zz", "%C3", "%FF", "%00", "\xff"}) {
    const auto parameters = parse_form("size=1&q=" + std::string{value} + "&%00=x");
    ASSERT_FALSE(parameters) << value;
    ASSERT_EQ(parameters.error().errors.size(), 2U);
    EXPECT_EQ(parameters.error().errors[0].name, "q");
    EXPECT_EQ(parameters.error().errors[0].place, FieldError::Place::parameter);
    EXPECT_EQ(parameters.error().errors[1].name, "#3");
    EXPECT_EQ(parameters.error().code, errors::invalid_parameter);
  }
}

TEST(PercentEncoding, IsUndoneByDecoding) {
  std::string all;
  for (int c = 1; c < 128; ++c) all += static_cast<char>(c);
  all += "\xc3\xa9";
  EXPECT_EQ(*percent_decode(percent_encode(all)), all);
  EXPECT_EQ(percent_encode("a b/\xc3\xa9~"), "a%20b%2F%C3%A9~");
  EXPECT_EQ(*percent_decode("a+b"), "a+b");
  EXPECT_FALSE(percent_decode("%4"));
  EXPECT_FALSE(percent_decode("%00"));
}

TEST(Accept, AdmitsByTheClosestRange) {
  struct Case {
    std::string accept;
    bool admitted;
  };
  for (const auto& [accept, admitted] : std::vector<Case>{
           {"", true},
           {"*/*", true},
           {"application/*", true},
           {"Application/JSON", true},
           {"application/json;q=0.001", true},
           {"application/json; charset=utf-8", true},
           {"text/html, application/json;q=0.5", true},
           {"text/html;q=1.0, */*;q=0.1", true},
           {"text/html", false},
           {"text/*", false},
           {"application/json;q=0", false},
           {"*/*;q=0", false},
           {"application/json;q=0, */*", false},
           {"application/*;q=0, application/json", true},
           {"application/json;q=2", true},
           {"application/json;q=2, text/html", false},
           {"application/json;q=nonsense", true},
           {"json", true},
           {"json, text/html", false},
           {" , ,", true},
           {"*", true},
           {"*;q=0", false},
           {"text/html, *", true},
           {"text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2", true},
           {"*/*; q=.2", true},
           {"*/*;q=.0", false},
           {"*/*;q=0.", false},
           {"*/*;q=1.", true},
           {"application/json;q=1.0000", true},
           {"application/json;q=1.0001", true},
           {"application/json;q=0.0000", false},
           {"application/json;q=0.0001", true},
           {"application/json;q=.", true},
           {"application/json;q=", true},
           {"application/json;q=-1, text/html", false},
           {"text/html, */json", false},
           {"text/html, application/*/x", false},
           {"text/html;a=\"b,*/*;q=1\"", false},
           {"text/html;a=\"\\\",*/*\"", false},
           {"text/html;a=\"b,\", application/json", true},
       }) {
    EXPECT_EQ(accepts(headers({{"Accept", accept}}), {"application/json"}), admitted) << accept;
  }
  EXPECT_TRUE(accepts(headers({}), {"application/json"}));
  EXPECT_TRUE(accepts(headers({{"Accept", "text/html"}, {"Accept", "application/json"}}),
                      {"application/json"}));
  EXPECT_TRUE(accepts(headers({{"Accept", "text/yaml"}}), {"application/json", "text/yaml"}));
}

TEST(ContentType, IsTheMediaTypeInLowerCase) {
  struct Case {
    std::string field, type;
  };
  for (const auto& [field, type] : std::vector<Case>{
           {"application/json", "application/json"},
           {"Application/JSON ; Charset=\"UTF-8\"", "application/json"},
           {"application/merge-patch+json;charset=utf-8", "application/merge-patch+json"},
           {"multipart/form-data; boundary=x", "multipart/form-data"},
           {"application/json; charset=utf8", "application/json"},
           {"application/json; charset=us-ascii", "application/json"},
           {"application/json; charset=latin1", "application/json"},
           {"application/json; charset=", "application/json"},
           {"application/json;", "application/json"},
           {"json", ""},
           {"application/", ""},
           {"a b/c", ""},
           {"application/json, text/plain", ""},
       }) {
    EXPECT_EQ(content_media_type(headers({{"Content-Type", field}})), type) << field;
  }
  EXPECT_EQ(content_media_type(headers({})), "");
  EXPECT_EQ(content_media_type(headers({{"Content-Type", "a/b"}, {"Content-Type", "a/b"}})), "");
}

TEST(AcceptEncoding, PrefersTheHeaviestThenZstd) {
  struct Case {
    std::string field;
    Coding coding;
  };
  for (const auto& [field, coding] : std::vector<Case>{
           {"", Coding::identity},
           {"br", Coding::identity},
           {"gzip", Coding::gzip},
           {"X-GZIP", Coding::gzip},
           {"gzip, deflate, br, zstd", Coding::zstd},
           {"zstd;q=0.5, gzip;q=0.6", Coding::gzip},
           {"*", Coding::zstd},
           {"*;q=0.5, zstd;q=0", Coding::gzip},
           {"gzip;q=0", Coding::identity},
           {"gzip;q=0.5, identity", Coding::identity},
           {"gzip, identity;q=0.5", Coding::gzip},
           {"*;q=0", Coding::identity},
       }) {
    EXPECT_EQ(preferred_coding(headers({{"Accept-Encoding", field}})), coding) << field;
  }
}

std::string gunzip(const std::string& packed) {
  z_stream stream{};
  inflateInit2(&stream, MAX_WBITS + 16);
  std::string out(100'000, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
  stream.avail_in = static_cast<uInt>(packed.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(stream.total_out);
  inflateEnd(&stream);
  return out;
}

std::string unzstd(const std::string& packed) {
  std::string out(100'000, '\0');
  out.resize(ZSTD_decompress(out.data(), out.size(), packed.data(), packed.size()));
  return out;
}

std::string field_of(const Response& response, std::string_view wanted) {
  for (const auto& [name, value] : response.headers)
    if (name == wanted) return value;
  return "";
}

Response answer_with(std::string body) {
  Response response;
  response.body = std::move(body);
  return response;
}

TEST(Compress, CompressesAndSetsTheHeaders) {
  for (int round = 0; round < 3; ++round) {  // the compressors are reused
    const std::string body = std::to_string(round) + std::string(5000, 'x');
    auto zipped = answer_with(body);
    zipped.header("ETag", "\"7.ab\"");
    compress(zipped, Coding::gzip);
    EXPECT_EQ(gunzip(zipped.body), body);
    EXPECT_EQ(field_of(zipped, "Content-Encoding"), "gzip");
    EXPECT_EQ(field_of(zipped, "ETag"), "\"7.ab.gzip\"");
    auto packed = answer_with(body);
    packed.header("ETag", "\"7\"");
    compress(packed, Coding::zstd);
    EXPECT_EQ(unzstd(packed.body), body);
    EXPECT_EQ(field_of(packed, "ETag"), "\"7.zstd\"");
  }
}

TEST(Compress, LeavesSmallAndCompressedBodies) {
  auto small = answer_with(std::string(1023, 'x'));
  compress(small, Coding::gzip);
  EXPECT_EQ(small.body.size(), 1023U);
  EXPECT_TRUE(small.headers.empty());
  auto plain = answer_with(std::string(5000, 'x'));
  compress(plain, Coding::identity);
  EXPECT_EQ(plain.body.size(), 5000U);
  auto encoded = answer_with(std::string(5000, 'x'));
  encoded.header("content-encoding", "br");
  compress(encoded, Coding::gzip);
  EXPECT_EQ(encoded.body.size(), 5000U);
}

// Whether If-Match accepts a change of version 7.
bool accepts_seven(std::initializer_list<std::pair<std::string, std::string>> fields) {
  const auto versions = if_match_versions(headers(fields));
  return !versions || std::ranges::find(*versions, 7) != versions->end();
}

TEST(IfMatch, ComparesTheVersionStrongly) {
  struct Case {
    std::string field;
    bool accepts;
  };
  for (const auto& [field, accepts] : std::vector<Case>{
           {"\"7\"", true},
           {"\"7.abc\"", true},
           {"\"7.zstd\"", true},
           {"\"6\", \"7\"", true},
           {" * ", true},
           {"W/\"7\"", false},
           {"\"70\"", false},
           {"\"07\"", false},
           {"7", false},
           {"\"7", false},
           {"", false},
       }) {
    EXPECT_EQ(accepts_seven({{"If-Match", field}}), accepts) << field;
  }
  EXPECT_FALSE(if_match_versions(headers({}))) << "without the header any version will do";
  EXPECT_TRUE(accepts_seven({{"If-Match", "\"6\""}, {"If-Match", "\"7\""}}));
}

TEST(IfNoneMatch, ComparesTheWholeTagExceptItsCoding) {
  struct Case {
    std::string field;
    TagCondition result;
  };
  for (const auto& [field, result] : std::vector<Case>{
           {"\"7.ab\"", TagCondition::fails},
           {"W/\"7.ab\"", TagCondition::fails},
           {"\"7.ab.gzip\"", TagCondition::fails},
           {"\"7.ab.zstd\"", TagCondition::fails},
           {"*", TagCondition::fails},
           {"\"6\",\"7.ab\"", TagCondition::fails},
           {"\"7\"", TagCondition::holds},
           {"\"7.cd\"", TagCondition::holds},
           {"nonsense", TagCondition::holds},
       }) {
    EXPECT_EQ(if_none_match(headers({{"If-None-Match", field}}), "\"7.ab\""), result) << field;
  }
  EXPECT_EQ(if_none_match(headers({}), "\"7\""), TagCondition::none);
}

TEST(IfMatch, ComparesTheWholeTagStrongly) {
  EXPECT_EQ(if_match(headers({{"If-Match", "\"ab\""}}), "\"ab\""), TagCondition::holds);
  EXPECT_EQ(if_match(headers({{"If-Match", "\"ab.gzip\""}}), "\"ab\""), TagCondition::holds);
  EXPECT_EQ(if_match(headers({{"If-Match", "*"}}), "\"ab\""), TagCondition::holds);
  EXPECT_EQ(if_match(headers({{"If-Match", "W/\"ab\""}}), "\"ab\""), TagCondition::fails);
  EXPECT_EQ(if_match(headers({{"If-Match", "\"a\""}}), "\"ab\""), TagCondition::fails);
  EXPECT_EQ(if_match(headers({{"If-Match", "ab"}}), "\"ab\""), TagCondition::fails);
  EXPECT_EQ(if_match(headers({}), "\"ab\""), TagCondition::none);
}

TEST(IfNoneMatch, ExcludesVersionsWeakly) {
  const auto excluded =
      if_none_match_versions(headers({{"If-None-Match", "\"7\", W/\"8.ab\", \"x\", \"9.gzip\""}}));
  EXPECT_FALSE(excluded.any);
  EXPECT_THAT(excluded.versions, ElementsAre(7, 8, 9));
  EXPECT_TRUE(if_none_match_versions(headers({{"If-None-Match", " * "}})).any);
  EXPECT_FALSE(if_none_match_versions(headers({})).any);
}

TEST(ConditionDates, HaveThreeForms) {
  constexpr std::int64_t second = 784'111'777;  // Sun, 06 Nov 1994 08:49:37 GMT
  for (const std::string text : {"Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT",
                                 "Sun Nov  6 08:49:37 1994"}) {
    EXPECT_EQ(if_modified_since(headers({{"If-Modified-Since", text}})), second) << text;
    EXPECT_EQ(if_unmodified_since(headers({{"If-Unmodified-Since", text}})), second) << text;
  }
}

TEST(ConditionDates, CountOnlyWhenTheyAreOneDateAndNoTagIsThere) {
  const std::string date = "Sun, 06 Nov 1994 08:49:37 GMT";
  EXPECT_EQ(if_modified_since(headers({})), std::nullopt);
  EXPECT_EQ(if_modified_since(headers({{"If-Modified-Since", "yesterday"}})), std::nullopt);
  EXPECT_EQ(if_unmodified_since(headers({{"If-Unmodified-Since", date + ", " + date}})),
            std::nullopt);
  EXPECT_EQ(
      if_unmodified_since(headers({{"If-Unmodified-Since", date}, {"If-Unmodified-Since", date}})),
      std::nullopt);
  EXPECT_EQ(if_modified_since(headers({{"If-Modified-Since", date}, {"If-None-Match", "\"1\""}})),
            std::nullopt);
  EXPECT_EQ(if_unmodified_since(headers({{"If-Unmodified-Since", date}, {"If-Match", "\"1\""}})),
            std::nullopt);
  EXPECT_TRUE(
      if_unmodified_since(headers({{"If-Unmodified-Since", date}, {"If-None-Match", "\"1\""}})));
}

constexpr ProblemContext kContext{"https://api.example.com", "/things/:thing-uuid", "c-1"};

TEST(ProblemJson, CarriesEveryMember) {
  const auto response =
      problem_response(fail({at_pointer("/last-name", errors::required, "Needed."),
                             at_header("Tenant-Id", errors::required, "Needed too.")})
                           .value(),
                       kContext);
  EXPECT_EQ(response.status, 400);
  EXPECT_EQ(field_of(response, "Content-Type"), "application/problem+json");
  EXPECT_EQ(
      response.body,
      R"({"type":"https://api.example.com/docs/errors/required","title":"A value is required","status":400,)"
      R"("detail":"Needed.","instance":"/things/:thing-uuid","code":"required","correlation-id":"c-1",)"
      R"("errors":[{"pointer":"/last-name","code":"required","message":"Needed."},)"
      R"({"header":"Tenant-Id","code":"required","message":"Needed too."}]})");
}

TEST(ProblemJson, HasErrorsOn400And422Always) {
  for (const ErrorCode code :
       {ErrorCode{errors::malformed_http}, ErrorCode{errors::rules_violated}}) {
    const auto body = json::parse(problem_response(fail(code).value(), kContext).body);
    ASSERT_TRUE(body);
    const auto* errors = body->find("errors");
    ASSERT_NE(errors, nullptr);
    ASSERT_EQ(errors->items.size(), 1U);
    EXPECT_EQ(errors->items[0].find("code")->text, info(code).name);
    EXPECT_EQ(errors->items[0].find("message")->text, info(code).title);
  }
  const auto body = json::parse(problem_response(fail(errors::not_found).value(), kContext).body);
  EXPECT_EQ(body->find("errors"), nullptr);
}

TEST(ProblemJson, CarriesTheProblemsHeaders) {
  auto problem = fail(errors::method_not_allowed).value();
  problem.headers.emplace_back("Allow", "GET, HEAD");
  const auto response = problem_response(problem, {"", "", "c"});
  EXPECT_EQ(field_of(response, "Allow"), "GET, HEAD");
  EXPECT_THAT(response.body, HasSubstr(R"("type":"/docs/errors/method-not-allowed")"));
  EXPECT_THAT(response.body, testing::Not(HasSubstr("instance")));
}

}  // namespace
}  // namespace vip::http
