// A long list read piece by piece: the same items wherever the pieces are cut, and as strict as a
// document that is read at once.
#include "core/json_items.h"

#include <gmock/gmock.h>

namespace vip::json {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

struct Outcome {
  std::vector<std::string> items;
  std::string code, pointer, detail;  // of the error
};

Outcome read(std::string_view text, std::size_t piece, std::int64_t most = 100) {
  Outcome outcome;
  ItemReader reader{"lines", most, {8, 50}, [&](std::int64_t number, const Node& item) {
                      EXPECT_EQ(number, static_cast<std::int64_t>(outcome.items.size()) + 1);
                      outcome.items.push_back(to_string(item));
                    }};
  Check read{};
  for (std::size_t at = 0; at < text.size() && read; at += piece)
    read = reader.feed(text.substr(at, piece));
  if (read) read = reader.finish();
  if (!read) {
    outcome.code = info(read.error().code).name;
    outcome.pointer = read.error().errors.front().name;
    outcome.detail = read.error().detail;
  }
  return outcome;
}

class Pieces : public testing::TestWithParam<std::size_t> {};

TEST_P(Pieces, GiveTheSameItems) {
  const Outcome outcome = read(
      R"( {"lines" : [ {"sku":"Añ\n","cost":12.50,"tags":[1,{"x":null}]}, 7, "s", null, [] ] } )",
      GetParam());
  EXPECT_THAT(outcome.code, IsEmpty());
  EXPECT_THAT(outcome.items, ElementsAre(R"({"sku":"Añ\n","cost":12.50,"tags":[1,{"x":null}]})",
                                         "7", R"("s")", "null", "[]"));
}

TEST_P(Pieces, MayFollowAByteOrderMark) {
  const Outcome outcome = read("\xef\xbb\xbf{\"lines\":[1,2]}", GetParam());
  EXPECT_THAT(outcome.code, IsEmpty());
  EXPECT_THAT(outcome.items, ElementsAre("1", "2"));
  EXPECT_EQ(read("\xef\xbb\xbf\xef\xbb\xbf{\"lines\":[]}", GetParam()).code, "invalid-json");
  EXPECT_EQ(read("\xef\xbb", GetParam()).code, "invalid-json");
  EXPECT_EQ(read("\xef\xbb\xbf", GetParam()).code, "invalid-json");
}

INSTANTIATE_TEST_SUITE_P(Sizes, Pieces, testing::Values(1, 2, 3, 7, 1000));

struct InvalidList {
  const char* text;
  const char* code;
  const char* pointer;
  const char* detail;
};

class InvalidItems : public testing::TestWithParam<InvalidList> {};

TEST_P(InvalidItems, IsRefused) {
  for (const std::size_t piece : {std::size_t{1}, std::size_t{1000}}) {
    const Outcome outcome = read(GetParam().text, piece, 3);
    EXPECT_EQ(outcome.code, GetParam().code);
    EXPECT_EQ(outcome.pointer, GetParam().pointer) << GetParam().text;
    EXPECT_THAT(outcome.detail, HasSubstr(GetParam().detail));
  }
}

INSTANTIATE_TEST_SUITE_P(
    Texts, InvalidItems,
    testing::Values(
        InvalidList{"", "invalid-json", "", "ends before"},
        InvalidList{"[]", "invalid-type", "", "one member"},
        InvalidList{"7", "invalid-type", "", "one member"},
        InvalidList{"\"lines\"", "invalid-type", "", "one member"},
        InvalidList{"{}", "required", "/lines", "\"lines\" is missing"},
        InvalidList{R"({"line":[]})", "unknown-field", "", "only member"},
        InvalidList{R"({"lines":{}})", "invalid-type", "/lines", "is a list"},
        InvalidList{R"({"lines":null})", "invalid-type", "/lines", "is a list"},
        InvalidList{R"({"lines":[],"lines":[]})", "invalid-json", "", "two members"},
        InvalidList{R"({"lines":[],"more":1})", "unknown-field", "", "only member"},
        InvalidList{R"({"lines":[1,2,3,4]})", "too-many-items", "/lines", "more than 3"},
        InvalidList{R"({"lines":[7,{"a":1,"a":2}]})", "invalid-json", "/lines/1", "two members"},
        InvalidList{R"({"lines":[1,]})", "invalid-json", "/lines", "RFC 8259"},
        InvalidList{R"({"lines":[1]} x)", "invalid-json", "", "after the value"},
        InvalidList{R"({"lines":[1])", "invalid-json", "", "ends before"},
        InvalidList{"{\"lines\":[\"\xff\"]}", "invalid-json", "/lines", "RFC 8259"},
        InvalidList{R"({"lines":["\ud800"]})", "invalid-json", "/lines", "RFC 8259"},
        InvalidList{R"({"lines":["\udc00"]})", "invalid-json", "/lines", "surrogate"},
        InvalidList{"\xef\xbb{\"lines\":[]}", "invalid-json", "", "RFC 8259"},
        InvalidList{R"({"lines":[[[[[[[[[[[]]]]]]]]]]]})", "invalid-json", "/lines/0", "deeper"}));

}  // namespace
}  // namespace vip::json
