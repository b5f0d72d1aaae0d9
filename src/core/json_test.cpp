#include "core/json.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <chrono>

namespace vip::json {
namespace {

using testing::HasSubstr;
using namespace std::string_view_literals;

TEST(Parse, TakesWhatRfc8259Allows) {
  for (const std::string_view text : {"null"sv,
                                      "true"sv,
                                      "false"sv,
                                      "0"sv,
                                      "-0"sv,
                                      "12"sv,
                                      "-1.5e+10"sv,
                                      "\"\""sv,
                                      "[]"sv,
                                      "{}"sv,
                                      "[[],{}]"sv,
                                      "{\"a\":{\"b\":[1,2,{\"c\":null}]}}"sv,
                                      "{\"\":0}"sv,
                                      "{\"a\":1,\"A\":2}"sv,
                                      "[1E5,0e0,0.0]"sv,
                                      "\"Zoë 犬 🐕\""sv,
                                      "\"\x7f\""sv,
                                      "\"/\""sv,
                                      "123456789012345678901234567890"sv,
                                      "1e999"sv,
                                      "-1e-999"sv,
                                      "18446744073709551615"sv,
                                      "18446744073709551616"sv,
                                      "0.1000000000000000055511151231257827"sv}) {
    const auto node = parse(text);
    ASSERT_TRUE(node) << text << ": " << node.error().detail;
    EXPECT_EQ(to_string(*node), text);
  }
}

TEST(Parse, TakesWhiteSpaceAndEscapes) {
  const std::pair<std::string_view, std::string_view> cases[] = {
      {" \t\r\n[ 1 , 2 ] \n", "[1,2]"},
      {"{ \"a\" : 1 }", "{\"a\":1}"},
      {R"("\u0041\/\u00e9\ud83d\udc15")", "\"A/é🐕\""},
      {R"("\"\\\b\f\n\r\t\u0000\u001f")", R"("\"\\\b\f\n\r\t\u0000\u001f")"},
      {R"("\uD834\uDd1e")", "\"𝄞\""},
      {R"({"\u0061b":1})", "{\"ab\":1}"},
  };
  for (const auto& [text, compact] : cases) {
    const auto node = parse(text);
    ASSERT_TRUE(node) << text << ": " << node.error().detail;
    EXPECT_EQ(to_string(*node), compact);
  }
}

TEST(Parse, RefusesEverythingElse) {
  for (const std::string_view text :
       {""sv, " "sv, "nul"sv, "nulll"sv, "True"sv, "NaN"sv, "Infinity"sv, "-Infinity"sv, "-"sv,
        "+1"sv, "01"sv, "-01"sv, "1."sv, ".5"sv, "1e"sv, "1e+"sv, "0x1"sv, "1 2"sv, "[1,]"sv,
        "[,1]"sv, "[1 2]"sv, "[1"sv, "]"sv, "[1]]"sv, "{"sv, "{a:1}"sv, "{'a':1}"sv, "{\"a\"}"sv,
        "{\"a\":}"sv, "{\"a\":1,}"sv, "{\"a\" 1}"sv, "{1:1}"sv, "{\"a\":1 \"b\":2}"sv, "{}{}"sv,
        "{}x"sv, "'a'"sv, "\"a"sv, "\"\\x41\""sv, "\"\\u12\""sv, "\"\\u12g4\""sv, "\"\\"sv,
        "\"a\nb\""sv, "\"a\tb\""sv, "\"\0\""sv, "[1]\0"sv, "// c\n1"sv, "1 /* c */"sv, "\v1"sv,
        "\xc2\xa0"
        "1"sv,
        // invalid UTF-8
        "\"\xff\""sv, "\"\x80\""sv, "\"\xc3\""sv, "\"\xc0\x80\""sv, "\"\xed\xa0\x80\""sv,
        "\"\xf4\x90\x80\x80\""sv, "\"\xe2\x82\""sv, "{\"\xff\":1}"sv,
        // byte order marks
        "\xef\xbb\xbf\xef\xbb\xbf{}"sv, "\xef\xbb{}"sv, "{}\xef\xbb\xbf"sv, "\xff\xfe{\0}\0"sv,
        // lone surrogates
        R"("\ud800")"sv, R"("\udc00")"sv, R"("\ud800x")"sv, R"("\ud800\n")"sv,
        R"("\ud800\u0041")"sv, R"("\ud800\ud800")"sv, R"("\udc00\ud800")"sv, R"({"\ud800":1})"sv,
        R"("\uDFFF")"sv,
        // an exponent beyond the range of any number
        "1e99999999999"sv}) {
    const auto node = parse(text);
    ASSERT_FALSE(node) << text;
    EXPECT_EQ(node.error().code, errors::invalid_json);
  }
}

TEST(Parse, RejectsDuplicateNamesInAnyEscaping) {
  for (const char* text : {R"({"a":1,"a":1})", R"({"a":1,"b":2,"a":3})", R"({"a":1,"\u0061":2})",
                           R"([{"x":{"":1,"":2}}])"}) {
    const auto node = parse(text);
    ASSERT_FALSE(node) << text;
    EXPECT_THAT(node.error().detail, HasSubstr("two members of one name"));
  }
  EXPECT_TRUE(parse(R"([{"a":1},{"a":1}])"));
  EXPECT_TRUE(parse(R"({"a":{"a":{"a":1}}})"));
}

TEST(Parse, ReportsThePositionAndNeverTheContent) {
  const std::pair<std::string_view, std::string_view> cases[] = {
      {R"({"secret":oops})", "at byte 10"},
      {R"(["secret")", "at byte 9: the text ends before the value does"},
      {R"("secret" secret)", "at byte 9: there is something after the value"},
      {R"(["\u00g0 secret"])", "\\u is not followed by four hexadecimal digits"},
      {R"(["\ud800\u0000secret"])", "an escaped surrogate lacks its other half"},
      {"\xef\xbb\xbf\"secret\"x", "at byte 11: there is something after"},
  };
  for (const auto& [text, message] : cases) {
    const auto node = parse(text);
    ASSERT_FALSE(node) << text;
    EXPECT_THAT(node.error().detail, HasSubstr(std::string{message}));
    EXPECT_THAT(node.error().detail, testing::Not(HasSubstr("secret")));
  }
}

std::string nested(std::size_t depth, std::string_view open, std::string_view close) {
  std::string text;
  for (std::size_t i = 0; i < depth; ++i) text += open;
  text += '1';
  for (std::size_t i = 0; i < depth; ++i) text += close;
  return text;
}

TEST(Parse, LimitsDepth) {
  EXPECT_TRUE(parse(nested(32, "[", "]")));
  EXPECT_TRUE(parse(nested(32, "{\"a\":", "}")));
  EXPECT_TRUE(parse(nested(2, "[", "]"), {.depth = 2}));
  for (const std::string& text :
       {nested(33, "[", "]"), nested(33, "{\"a\":", "}"), nested(17, "[{\"a\":", "}]"),
        nested(100'000, "[", "]"), std::string(1'000'000, '[')}) {
    const auto node = parse(text);
    ASSERT_FALSE(node);
    EXPECT_THAT(node.error().detail, HasSubstr("deeper than 32 levels"));
  }
}

TEST(Parse, LimitsTheNumberOfValues) {
  EXPECT_TRUE(parse("[1,2,3]", {.nodes = 4}));
  const auto node = parse("[1,2,3,4]", {.nodes = 4});
  ASSERT_FALSE(node);
  EXPECT_THAT(node.error().detail, HasSubstr("more than 4 values"));
}

TEST(Parse, IsNotSlowedByManyMembers) {
  std::string text = "{";
  for (int i = 0; i < 30'000; ++i) text += fmt::format("\"member-{}\":{},", i, i);
  text += "\"member-0\":0}";
  const auto start = std::chrono::steady_clock::now();
  EXPECT_FALSE(parse(text));
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds{5});
}

TEST(Parse, KeepsOrderAndEveryKind) {
  const auto node = parse(R"({"z":null,"a":true,"m":"text","n":1.50,"l":[false],"o":{}})");
  ASSERT_TRUE(node);
  ASSERT_EQ(node->members.size(), 6U);
  EXPECT_EQ(node->members[0].first, "z");
  EXPECT_TRUE(node->find("z")->is(Node::Kind::null));
  EXPECT_TRUE(node->find("a")->is(Node::Kind::boolean) && node->find("a")->boolean);
  EXPECT_EQ(node->find("m")->text, "text");
  EXPECT_EQ(node->find("n")->text, "1.50");
  ASSERT_EQ(node->find("l")->items.size(), 1U);
  EXPECT_FALSE(node->find("l")->items[0].boolean);
  EXPECT_TRUE(node->find("o")->is(Node::Kind::object));
  EXPECT_EQ(node->find("missing"), nullptr);
}

}  // namespace
}  // namespace vip::json
