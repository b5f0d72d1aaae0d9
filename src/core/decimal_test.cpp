#include "core/decimal.h"

#include <gtest/gtest.h>

#include <limits>
#include <random>

namespace vip {
namespace {

struct Accepted {
  const char* text;
  int scale;
  std::int64_t scaled;
};

TEST(ParseDecimal, IsExact) {
  constexpr Accepted kCases[] = {
      {"0", 2, 0},
      {"-0", 2, 0},
      {"12.50", 2, 1250},
      {"12.5", 2, 1250},
      {"-3", 2, -300},
      {"0.01", 2, 1},
      {"1.2e1", 0, 12},
      {"1.2E+1", 0, 12},
      {"1250e-2", 1, 125},
      {"12.3400000000000000000000000", 2, 1234},
      {"0.000", 0, 0},
      {"0e999999999999999999", 2, 0},
      {"0.0e-999999999999999999", 2, 0},
      {"100000000000000000000e-20", 0, 1},
      {"0.00000000000000000001e20", 0, 1},
      {"999999999999999999", 0, 999'999'999'999'999'999},
      {"9999999999.99999999", 8, 999'999'999'999'999'999},
      {"-999999999999999999", 0, -999'999'999'999'999'999},
      {"0.1", 8, 10'000'000},
      {"4.35", 2, 435},
      {"1.005", 3, 1005},
  };
  for (const auto& [text, scale, scaled] : kCases) {
    const auto parsed = parse_decimal(text, scale);
    ASSERT_TRUE(parsed) << text;
    EXPECT_EQ(*parsed, scaled) << text;
  }
}

TEST(ParseWholeNumber, TakesEveryForm) {
  const std::pair<const char*, std::int64_t> cases[] = {
      {"901", 901},
      {"901.0", 901},
      {"901.000", 901},
      {"9.01e2", 901},
      {"90100E-2", 901},
      {"-3.0", -3},
      {"-0.0", 0},
      {"0e5", 0},
      {"9223372036854775807", std::numeric_limits<std::int64_t>::max()},
      {"-9223372036854775808", std::numeric_limits<std::int64_t>::min()},
  };
  for (const auto& [text, number] : cases) EXPECT_EQ(parse_whole_number(text), number) << text;
}

TEST(ParseWholeNumber, ReportsTheReason) {
  using enum DecimalError;
  const std::pair<const char*, DecimalError> cases[] = {
      {"901.5", too_many_decimals},
      {"9.015e2", too_many_decimals},
      {"1e-1", too_many_decimals},
      {"9223372036854775808", out_of_range},
      {"1e30", out_of_range},
      {"", malformed},
      {"-", malformed},
      {"1.", malformed},
      {"1 ", malformed},
      {"0x10", malformed},
      {"one", malformed},
  };
  for (const auto& [text, error] : cases)
    EXPECT_EQ(parse_whole_number(text), tl::unexpected{error}) << text;
}

TEST(ParseWrittenDecimal, TakesASignAndLeadingZeros) {
  constexpr Accepted kCases[] = {
      {"+1", 2, 100},   {"01", 2, 100},      {"00", 2, 0},
      {"-01", 2, -100}, {"+007.50", 2, 750}, {"0", 2, 0},
      {"-0.5", 2, -50}, {"12.5", 2, 1250},   {"000000000000000000000001", 0, 1}};
  for (const auto& [text, scale, scaled] : kCases) {
    const auto parsed = parse_written_decimal(text, scale);
    ASSERT_TRUE(parsed) << text;
    EXPECT_EQ(*parsed, scaled) << text;
  }
  for (const char* text :
       {"", "+", "-", "+-1", "++1", "-+1", "--1", " 1", "1 ", ".5", "+.5", "1,5"})
    EXPECT_FALSE(parse_written_decimal(text, 2)) << text;
}

struct Refused {
  const char* text;
  int scale;
  DecimalError error;
};

TEST(ParseDecimal, ReportsTheReason) {
  using enum DecimalError;
  constexpr Refused kCases[] = {
      {"", 2, malformed},
      {"-", 2, malformed},
      {"+1", 2, malformed},
      {"01", 2, malformed},
      {"00", 2, malformed},
      {"-01", 2, malformed},
      {".5", 2, malformed},
      {"1.", 2, malformed},
      {"1.e2", 2, malformed},
      {"1e", 2, malformed},
      {"1e+", 2, malformed},
      {"1e1.5", 2, malformed},
      {"1 ", 2, malformed},
      {" 1", 2, malformed},
      {"1,5", 2, malformed},
      {"0x10", 2, malformed},
      {"NaN", 2, malformed},
      {"1e1e1", 2, malformed},
      {"--1", 2, malformed},
      {"12.505", 2, too_many_decimals},
      {"0.1", 0, too_many_decimals},
      {"1e-1", 0, too_many_decimals},
      {"1e-999999999999999999", 2, too_many_decimals},
      {"10000000000000000", 2, out_of_range},
      {"1000000000000000000", 0, out_of_range},
      {"-1000000000000000000", 0, out_of_range},
      {"1e999", 2, out_of_range},
      {"1e999999999999999999999999", 2, out_of_range},
      {"100000000000000000000000000000000.001", 2, out_of_range},
  };
  for (const auto& [text, scale, error] : kCases) {
    const auto parsed = parse_decimal(text, scale);
    ASSERT_FALSE(parsed) << text;
    EXPECT_EQ(static_cast<int>(parsed.error()), static_cast<int>(error)) << text;
  }
}

TEST(ParseDecimal, ReadsLongTextsInLinearTime) {
  const std::string zeros(1'000'000, '0');
  EXPECT_EQ(parse_decimal("1" + zeros + "e-1000000", 0), 1);
  EXPECT_EQ(parse_decimal("0." + zeros + "1e1000001", 0), 1);
  EXPECT_EQ(parse_decimal("7." + zeros, 2), 700);
}

TEST(AppendDecimal, IsTheShortestExactForm) {
  constexpr Accepted kCases[] = {
      {"12.5", 2, 1250},
      {"12", 2, 1200},
      {"0.01", 2, 1},
      {"-0.05", 2, -5},
      {"0", 2, 0},
      {"-7", 0, -7},
      {"100", 0, 100},
      {"0.00000001", 8, 1},
      {"1.00000001", 8, 100'000'001},
      {"-3.2", 3, -3200},
      {"1000", 2, 100'000},
      {"9223372036854775807", 0, std::numeric_limits<std::int64_t>::max()},
      {"-92233720368547758.08", 2, std::numeric_limits<std::int64_t>::min()},
  };
  for (const auto& [text, scale, scaled] : kCases)
    EXPECT_EQ(decimal_to_string(scaled, scale), text);
}

TEST(Decimal, RoundTripsAnyValue) {
  std::mt19937_64 random{7};
  std::uniform_int_distribution<std::int64_t> values{-999'999'999'999'999'999,
                                                     999'999'999'999'999'999};
  for (int i = 0; i < 20'000; ++i) {
    const int scale = i % 9;
    const std::int64_t value = values(random) >> (random() % 60);
    const std::string text = decimal_to_string(value, scale);
    const auto parsed = parse_decimal(text, scale);
    ASSERT_TRUE(parsed) << text;
    ASSERT_EQ(*parsed, value) << text;
  }
}

}  // namespace
}  // namespace vip
