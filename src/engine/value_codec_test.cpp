// Values in and out, by a row for each type of field and each way to be wrong.

#include "engine/value_codec.h"

#include "engine/test_catalogue.h"

namespace vip::test {
namespace {

const std::string kQuoted = std::string("\"") + kId + "\"";
const std::string kQuotedInCapitals = std::string("\"") + kIdInCapitals + "\"";
const std::string kOtherQuoted = std::string("\"") + kOtherId + "\"";

struct ValueRow {
  const char* field;
  std::string sent;
  std::string expected;  // the value as an answer shows it, or its errors
};

class ValueCodecTest : public testing::Test {
 protected:
  const Field& field(const char* name) const {
    return catalogue_.resource("pets/samples").field(name);
  }
  static json::Node node(const std::string& text) {
    auto parsed = json::parse(text);
    EXPECT_TRUE(parsed) << text;
    return parsed ? *parsed : json::Node{};
  }
  // "/0 invalid-uuid, /2 duplicate-item", or the value.
  static std::string summary_of(const Field& field, const Decoded<Value>& decoded) {
    if (decoded) return json_of(field, *decoded);
    std::string text;
    for (const ValueError& error : decoded.error()) {
      text.append(text.empty() ? "" : ", ")
          .append(error.below)
          .append(error.below.empty() ? "" : " ");
      text.append(info(error.code).name);
    }
    return text;
  }
  void expect_json(const std::vector<ValueRow>& rows) const {
    for (const ValueRow& row : rows) {
      SCOPED_TRACE(std::string(row.field) + ": " + row.sent);
      EXPECT_EQ(
          summary_of(field(row.field), decode_json(field(row.field), node(row.sent), london())),
          row.expected);
    }
  }

  Catalogue catalogue_ = api_catalogue();
};

TEST_F(ValueCodecTest, KeepsWhatIsRight) {
  expect_json({
      {"any-uuid", kQuoted, kQuoted},
      {"any-uuid", kQuotedInCapitals, kQuoted},
      {"word", R"("ab")", R"("ab")"},
      {"word", R"(" ab ")", R"("ab")"},
      {"word", "\"\u00a0 a b\u3000\"", R"("a b")"},
      {"lines", R"(" a ")", R"(" a ")"},
      {"word", "\"\xc3\xa5\xc3\x9f\xc3\xa7\xc3\xa5\xc3\x9f\"",
       "\"\xc3\xa5\xc3\x9f\xc3\xa7\xc3\xa5\xc3\x9f\""},
      {"lines", R"("a\nb\tc")", R"("a\nb\tc")"},
      {"chip", R"("985-112 001.234567")", R"("985112001234567")"},
      {"count", "0", "0"},
      {"count", "10", "10"},
      {"price", "0.1", "0.1"},
      {"price", R"("12.50")", "12.5"},
      {"count", "3.0", "3"},
      {"count", "0.3e1", "3"},
      {"price", "1e2", "100"},
      {"price", "999.9900", "999.99"},
      {"price", "1000", "1000"},
      {"price", "-0", "0"},
      {"flag", "true", "true"},
      {"flag", "false", "false"},
      {"day", R"("2024-02-29")", R"("2024-02-29")"},
      {"day", R"("1753-01-01")", R"("1753-01-01")"},
      {"day", R"("9999-12-31")", R"("9999-12-31")"},
      {"moment", R"("2026-03-01T09:30:00+01:00")", R"("2026-03-01T08:30:00.000Z")"},
      {"moment", R"("2026-03-01T09:30:00.123456Z")", R"("2026-03-01T09:30:00.123Z")"},
      {"moment", R"("2026-07-01t09:30:00z")", R"("2026-07-01T09:30:00.000Z")"},
      {"moment", R"("2026-07-01T09:30:00")", R"("2026-07-01T08:30:00.000Z")"},
      {"moment", R"("2026-10-25T01:30:00")", R"("2026-10-25T00:30:00.000Z")"},
      {"day", R"("2020-05-01T00:00:00Z")", R"("2020-05-01")"},
      {"day", R"("2020-05-01T00:00:00")", R"("2020-05-01")"},
      {"day", R"("2020-05-01T00:30:00+01:00")", R"("2020-05-01")"},
      {"at", R"("09:30")", R"("09:30")"},
      {"build", R"("Small")", R"("Small")"},
      {"ids", "[" + kOtherQuoted + "," + kQuotedInCapitals + "]",
       "[" + kOtherQuoted + "," + kQuoted + "]"},
      {"ids", "[]", "[]"},
      {"hours", R"({"seats":3,"close":"17:00","open":"09:00","rate":"1.50"})",
       R"({"open":"09:00","close":"17:00","rate":1.5,"seats":3})"},
      {"hours", R"({"open":"09:00","close":null})",
       R"({"open":"09:00","close":null,"rate":null,"seats":null})"},
      {"slots", R"([{"start":"09:00"},{"start":"10:00"}])",
       R"([{"start":"09:00"},{"start":"10:00"}])"},
      {"slots", "[]", "[]"},
  });
}

TEST_F(ValueCodecTest, RefusesTheWrongType) {
  for (const char* name : {"any-uuid", "word", "lines", "chip", "day", "moment", "at", "build"}) {
    expect_json({{name, "5", "invalid-type"},
                 {name, "true", "invalid-type"},
                 {name, "[]", "invalid-type"},
                 {name, "{}", "invalid-type"}});
  }
  expect_json({
      {"count", R"("5")", "invalid-type"},
      {"count", "1.5", "invalid-type"},
      {"count", "15e-1", "invalid-type"},
      {"count", "true", "invalid-type"},
      {"price", R"("abc")", "invalid-type"},
      {"price", R"(" 1")", "invalid-type"},
      {"price", R"("1,50")", "invalid-type"},
      {"price", R"("")", "invalid-type"},
      {"price", "true", "invalid-type"},
      {"flag", "1", "invalid-type"},
      {"flag", R"("true")", "invalid-type"},
      {"ids", kQuoted, "invalid-type"},
      {"ids", "{}", "invalid-type"},
      {"hours", "[]", "invalid-type"},
      {"hours", R"("09:00")", "invalid-type"},
      {"slots", "{}", "invalid-type"},
      {"slots", R"(["09:00"])", "/0 invalid-type"},
  });
}

TEST_F(ValueCodecTest, RefusesWhatIsOutOfBounds) {
  expect_json({
      {"word", R"("")", "empty"},
      {"word", "\" \xc2\xa0\"", "empty"},
      {"word", R"("a")", "too-short"},
      {"word", R"("abcdef")", "too-long"},
      {"word", R"("a\nb")", "invalid-characters"},
      {"word", R"("a\u0007b")", "invalid-characters"},
      {"lines", R"("a\u0007b")", "invalid-characters"},
      {"lines", R"("a\rb")", "invalid-characters"},
      {"chip", R"("12345678")", "invalid-format"},
      {"count", "-1", "out-of-range"},
      {"count", "11", "out-of-range"},
      {"count", "99999999999999999999", "out-of-range"},
      {"price", "-0.01", "out-of-range"},
      {"price", "1000.01", "out-of-range"},
      {"price", "1e30", "out-of-range"},
      {"price", "1.005", "too-many-decimals"},
      {"price", R"("0.001")", "too-many-decimals"},
      {"any-uuid", R"("bella")", "invalid-uuid"},
      {"any-uuid", "\"{" + std::string(kId) + "}\"", "invalid-uuid"},
      {"day", R"("2025-02-29")", "invalid-format"},
      {"day", R"("2025-2-1")", "invalid-format"},
      {"day", R"("1752-12-31")", "out-of-range"},
      {"day", R"("2025-01-01T00:00Z")", "invalid-format"},
      {"moment", R"("2026-03-01T09:30")", "invalid-format"},
      {"moment", R"("2026-03-29T01:30:00")", "invalid-format"},
      {"moment", R"("2026-03-01")", "invalid-format"},
      {"at", R"("24:00")", "invalid-format"},
      {"at", R"("9:30")", "invalid-format"},
      {"build", R"("small")", "invalid-enum"},
      {"build", R"("")", "invalid-enum"},
  });
}

TEST_F(ValueCodecTest, TellsEveryErrorInListsAndObjects) {
  const std::string four = "[" + kQuoted + "," + kOtherQuoted + "," + kQuoted + "," + kQuoted + "]";
  expect_json({
      {"ids", R"(["x"])", "/0 invalid-uuid"},
      {"ids", "[" + kQuoted + "," + kQuotedInCapitals + "]", "/1 duplicate-item"},
      {"ids", "[5," + kQuoted + "," + kQuoted + "]", "/0 invalid-uuid, /2 duplicate-item"},
      {"ids", four, "too-many-items"},
      {"needed-ids", "[]", "empty"},
      {"hours", "{}", "/open required"},
      {"hours", R"({"open":null})", "/open required"},
      {"hours", R"({"lunch":1,"open":5,"rate":1.234})",
       "/lunch unknown-field, /open invalid-type, /rate too-many-decimals"},
      {"slots", R"([{"start":"09:00"},{}])", "/1/start required"},
      {"slots", R"([{"start":"9"},{"begin":1}])",
       "/0/start invalid-format, /1/begin unknown-field, /1/start required"},
      {"slots", "[{},{},{}]", "too-many-items"},
  });
}

TEST_F(ValueCodecTest, DecimalsAreKeptExactly) {
  struct Exact {
    const char* sent;
    std::int64_t kept;
  };
  constexpr Exact kCases[] = {{"0.1", 10},   {"0.29", 29},      {"1.15", 115},
                              {"4.35", 435}, {"\"8.10\"", 810}, {"999.99", 99'999}};
  for (const Exact& row : kCases) {
    const auto value = decode_json(field("price"), node(row.sent), london());
    ASSERT_TRUE(value) << row.sent;
    EXPECT_EQ(std::get<std::int64_t>(*value), row.kept) << row.sent;
  }
}

TEST_F(ValueCodecTest, ReadsTheTextOfParameters) {
  const std::vector<ValueRow> rows = {
      {"any-uuid", kIdInCapitals, kQuoted},
      {"any-uuid", "bella", "invalid-uuid"},
      {"word", "a", R"("a")"},  // a filter compares; what is kept has bounds
      {"word", "much longer than kept", R"("much longer than kept")"},
      {"word", "a\x01", "invalid-characters"},
      {"chip", "985 112-001", R"("985112001")"},
      {"count", "3", "3"},
      {"count", "3.0", "3"},
      {"count", "3.5", "invalid-type"},
      {"count", "three", "invalid-type"},
      {"price", "12.50", "12.5"},
      {"price", "1.005", "too-many-decimals"},
      {"flag", "true", "true"},
      {"flag", "false", "false"},
      {"flag", "1", "invalid-type"},
      {"flag", "True", "true"},
      {"flag", "FALSE", "false"},
      {"flag", "yes", "invalid-type"},
      {"day", "2024-02-29", R"("2024-02-29")"},
      {"day", "2024-02-29T00:00:00Z", R"("2024-02-29")"},
      {"day", "2024-02-29t23:30:00-11:00", R"("2024-02-29")"},
      {"day", "yesterday", "invalid-format"},
      {"moment", "2026-07-01T09:30:00", R"("2026-07-01T08:30:00.000Z")"},
      {"moment", "2026-03-29T01:30:00", "invalid-format"},
      {"moment", "2026-03-01T09:30:00Z", R"("2026-03-01T09:30:00.000Z")"},
      {"at", "09:30", R"("09:30")"},
      {"build", "Large", R"("Large")"},
      {"build", "large", "invalid-enum"},
      {"ids", "bella", "invalid-uuid"},
  };
  for (const ValueRow& row : rows) {
    SCOPED_TRACE(std::string(row.field) + ": " + row.sent);
    EXPECT_EQ(summary_of(field(row.field), decode_text(field(row.field), row.sent, london())),
              row.expected);
  }
}

TEST_F(ValueCodecTest, MergesObjectsMemberByMember) {
  struct Merge {
    Value kept;
    const char* patch;
    const char* expected;
  };
  const Value kept = std::string(R"({"open":"09:00","close":"17:00","rate":1.5,"seats":null})");
  const std::vector<Merge> rows = {
      {kept, "{}", R"({"open":"09:00","close":"17:00","rate":1.5,"seats":null})"},
      {kept, R"({"close":"18:00"})", R"({"open":"09:00","close":"18:00","rate":1.5,"seats":null})"},
      {kept, R"({"rate":null,"seats":2})",
       R"({"open":"09:00","close":"17:00","rate":null,"seats":2})"},
      {kept, R"({"open":null})", "/open required"},
      {kept, R"({"seats":"two"})", "/seats invalid-type"},
      {kept, R"({"lunch":"12:00"})", "/lunch unknown-field"},
      {null_value(), R"({"open":"08:00"})",
       R"({"open":"08:00","close":null,"rate":null,"seats":null})"},
      {null_value(), R"({"close":"18:00"})", "/open required"},
  };
  for (const Merge& row : rows) {
    SCOPED_TRACE(row.patch);
    EXPECT_EQ(summary_of(field("hours"),
                         merge_object(field("hours"), row.kept, node(row.patch), london())),
              row.expected);
  }
}

TEST_F(ValueCodecTest, NoMessageRepeatsWhatWasSent) {
  for (const Field& each : catalogue_.resource("pets/samples").fields) {
    for (const char* sent : {R"("Hargreaves")", R"(["Hargreaves"])", R"([{"start":"Hargreaves"}])",
                             R"({"Hargreaves":"Hargreaves","open":"Hargreaves"})"}) {
      const auto value = decode_json(each, node(sent), london());
      if (value) continue;
      for (const ValueError& error : value.error())
        EXPECT_EQ(error.message.find("Hargreaves"), std::string::npos) << each.name << sent;
    }
  }
}

TEST_F(ValueCodecTest, SaysWhatIsAccepted) {
  EXPECT_EQ(accepted(field("word")), "text of 2 to 5 characters");
  EXPECT_EQ(accepted(field("count")), "a whole number from 0 to 10");
  EXPECT_EQ(accepted(field("price")), "a number from 0 to 1000 with at most 2 decimals");
  EXPECT_EQ(accepted(field("build")), "one of Small, Large");
  EXPECT_EQ(accepted(field("ids")), "a list of at most 3 UUIDs");
  EXPECT_EQ(accepted(field("slots")), "a list of at most 2 entries");
}

}  // namespace
}  // namespace vip::test
