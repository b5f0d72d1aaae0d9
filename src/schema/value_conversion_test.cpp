#include "schema/value_conversion.h"

#include <gtest/gtest.h>

namespace vip {
namespace {

using namespace std::string_literals;
using Type = MigrationStep::Type;

constexpr Type kText{FieldType::text, 0};
constexpr Type kInteger{FieldType::integer, 0};
constexpr Type kCents{FieldType::decimal, 2};
constexpr Type kDay{FieldType::date, 0};
constexpr Type kMoment{FieldType::date_time, 0};

TEST(ValueConversion, KeepsWhatAValueMeans) {
  const struct {
    Value value;
    Type from, to;
    Value expected;
  } cases[] = {
      {std::int64_t{-42}, kInteger, kText, "-42"s},
      {std::int64_t{1250}, kCents, kText, "12.5"s},
      {std::int64_t{1}, {FieldType::boolean, 0}, kText, "true"s},
      {std::int64_t{-1}, kDay, kText, "1969-12-31"s},
      {std::int64_t{65}, {FieldType::time_of_day, 0}, kText, "01:05"s},
      {std::int64_t{1}, kDay, kMoment, std::int64_t{86'400'000}},
      {std::int64_t{-3}, kInteger, kCents, std::int64_t{-300}},
      {std::int64_t{-3}, kCents, {FieldType::decimal, 4}, std::int64_t{-300}},
      {std::int64_t{1}, {FieldType::boolean, 0}, kInteger, std::int64_t{1}},
      {Uuid{}, {FieldType::uuid, 0}, kText, "00000000-0000-0000-0000-000000000000"s},
      {Uuid{},
       {FieldType::uuid, 0},
       {FieldType::uuid_list, 0},
       R"(["00000000-0000-0000-0000-000000000000"])"s},
  };
  for (const auto& c : cases) {
    EXPECT_TRUE(is_convertible(c.from, c.to));
    EXPECT_EQ(converted(c.value, c.from, c.to), std::optional{c.expected});
  }
  EXPECT_EQ(converted(Value{std::int64_t{999'999'999'999'999'999}}, kInteger, kCents),
            std::nullopt);
}

TEST(ValueConversion, IsRefusedWhereAValueCouldBeLost) {
  const std::pair<Type, Type> pairs[] = {{kText, kInteger},   {kCents, kInteger},
                                         {kMoment, kDay},     {{FieldType::decimal, 3}, kCents},
                                         {kCents, kCents},    {{FieldType::object, 0}, kText},
                                         {kText, kText},      {{FieldType::uuid_list, 0}, kText},
                                         {kInteger, kInteger}};
  for (const auto& [from, to] : pairs) EXPECT_FALSE(is_convertible(from, to));
}

}  // namespace
}  // namespace vip
