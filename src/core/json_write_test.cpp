#include <gtest/gtest.h>

#include <limits>

#include "core/json.h"

namespace vip::json {
namespace {

using namespace std::string_view_literals;

std::string json_string(std::string_view text) {
  std::string out;
  append_string(out, text);
  return out;
}

TEST(AppendString, EscapesOnlyRequiredCharacters) {
  EXPECT_EQ(json_string(""), "\"\"");
  EXPECT_EQ(json_string("Zoë's 犬/🐕 \x7f"), "\"Zoë's 犬/🐕 \x7f\"");
  EXPECT_EQ(json_string("\"a\\b\""), R"("\"a\\b\"")");
  EXPECT_EQ(json_string("\b\f\n\r\t"), R"("\b\f\n\r\t")");
  EXPECT_EQ(json_string("\0\x01\x0f\x10\x1f"sv), R"("\u0000\u0001\u000f\u0010\u001f")");
  EXPECT_EQ(json_string("run\nrun"), R"("run\nrun")");
}

TEST(AppendString, OfEveryByteBelow128ComesBack) {
  std::string text;
  for (char c = 0; c < 0x7f; ++c) text += c;
  const auto node = parse(json_string(text));
  ASSERT_TRUE(node);
  EXPECT_EQ(node->text, text);
}

TEST(Writer, PutsCommasWhereTheyBelong) {
  std::string out;
  Writer writer{out};
  writer.begin_object();
  writer.key("results").begin_array();
  writer.begin_object().key("a").number(1).key("b").null().end_object();
  writer.begin_object().end_object();
  writer.begin_array().end_array().begin_array().number(1).number(2).end_array();
  writer.string("x").boolean(true).boolean(false).raw("12.50");
  writer.end_array();
  writer.key("size").number(20).key("last").raw("{}");
  writer.end_object();
  EXPECT_EQ(
      out,
      R"({"results":[{"a":1,"b":null},{},[],[1,2],"x",true,false,12.50],"size":20,"last":{}})");
}

TEST(Writer, AppendsASingleValueToExistingText) {
  std::string out = "data: ";
  Writer{out}.string("x");
  EXPECT_EQ(out, "data: \"x\"");
}

TEST(Writer, WritesTheExtremesOfNumbers) {
  std::string out;
  Writer{out}
      .begin_array()
      .number(std::numeric_limits<std::int64_t>::min())
      .number(0)
      .number(std::numeric_limits<std::int64_t>::max())
      .end_array();
  EXPECT_EQ(out, "[-9223372036854775808,0,9223372036854775807]");
}

TEST(Writer, EscapesKeys) {
  std::string out;
  Writer{out}.begin_object().key("a\"b").null().end_object();
  EXPECT_EQ(out, R"({"a\"b":null})");
}

TEST(Writer, ReachesItsGreatestDepth) {
  std::string out;
  Writer writer{out};
  for (int i = 0; i < 64; ++i) writer.begin_array().number(i);
  for (int i = 0; i < 64; ++i) writer.end_array();
  const auto node = parse(out, {.depth = 64});
  ASSERT_TRUE(node) << node.error().detail;
  EXPECT_EQ(to_string(*node), out);
}

}  // namespace
}  // namespace vip::json
