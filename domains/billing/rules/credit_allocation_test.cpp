// What is taken off which line, and that steps come to the whole.
#include "domains/billing/rules/credit_allocation.h"

#include <gmock/gmock.h>

#include <random>

namespace vip::domains {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const ChargedLine kWork{make_uuid_v7(), Part::uninsured, 835, 1001, 0};
const ChargedLine kInsured{make_uuid_v7(), Part::insured, 400, 500, 100};
const ChargedLine kDiscount{make_uuid_v7(), Part::uninsured, -80, -100, 0};

std::vector<std::string> texts_of(const std::vector<FieldErrorBelow>& errors) {
  std::vector<std::string> texts;
  for (const FieldErrorBelow& error : errors)
    texts.push_back(error.place + ": " + std::string{info(error.code).name});
  return texts;
}
std::vector<std::int64_t> amounts(const CreditedLines& credited) {
  std::vector<std::int64_t> amounts;
  for (const CreditedLine& one : credited) amounts.push_back(one.amount);
  return amounts;
}

TEST(Crediting, TakesWhatIsNamedOrAllThatIsLeft) {
  EXPECT_THAT(amounts(named_lines(
                  {kWork, kInsured},
                  {{kInsured.id, {}, "/0"}, {kWork.id, 250, "/1"}, {make_uuid_v7(), 1, "/2"}})),
              ElementsAre(400, 250));
  EXPECT_THAT(amounts(lines_left({kWork, kInsured, kDiscount}, {})), ElementsAre(1001, 400, -100));
}

TEST(Crediting, TakesOfEachPartNoMoreThanItIsBoundTo) {
  EXPECT_THAT(amounts(lines_left({kWork, kInsured, kDiscount}, Parts{700, 50})),
              ElementsAre(700, 50));
  EXPECT_THAT(lines_left({kWork}, Parts{}), IsEmpty());
}

TEST(Crediting, KnowsWhatALineHasLeft) {
  struct Row {
    const ChargedLine& line;
    std::optional<std::int64_t> amount;
    bool fits;
  };
  for (const auto& [line, amount, fits] :
       {Row{kWork, 1001, true}, Row{kWork, 1002, false}, Row{kWork, 0, false},
        Row{kWork, -1, false}, Row{kInsured, {}, true}, Row{kInsured, 401, false},
        Row{kDiscount, -100, true}, Row{kDiscount, -101, false}, Row{kDiscount, 1, false}}) {
    const auto errors =
        texts_of(errors_of_named({kWork, kInsured, kDiscount}, {{line.id, amount, "/3"}}));
    if (fits)
      EXPECT_THAT(errors, IsEmpty()) << amount.value_or(0);
    else
      EXPECT_THAT(errors, ElementsAre("/3/amount: credit-exceeds-line")) << *amount;
  }
  EXPECT_THAT(texts_of(errors_of_named({kWork}, {{kWork.id, 1, "/0"}, {kWork.id, 2, "/1"}})),
              ElementsAre("/1/invoice-content-uuid: duplicate-item"));
}

TEST(Crediting, KnowsWhatTheWholeHasLeft) {
  const std::vector<ChargedLine> lines{kWork, kInsured, kDiscount};
  EXPECT_THAT(errors_of_sums(lines, {901, 400}, {}), IsEmpty());
  EXPECT_THAT(texts_of(errors_of_sums(lines, {902, 0}, {})), ElementsAre(": credit-exceeds-line"));
  EXPECT_THAT(texts_of(errors_of_sums(lines, {0, 401}, {})), ElementsAre(": credit-exceeds-line"));
  EXPECT_THAT(texts_of(errors_of_sums(lines, {0, 0}, {})), ElementsAre(": credit-exceeds-line"));
  EXPECT_THAT(errors_of_sums(lines, {200, 0}, Parts{200, 0}), IsEmpty());
  EXPECT_THAT(texts_of(errors_of_sums(lines, {201, 0}, Parts{200, 0})),
              ElementsAre(": write-off-exceeds-balance"));
}

TEST(Crediting, SharesTheNetOfALineWithoutRemainder) {
  std::mt19937 random{7};
  const auto roll = [&](std::int64_t most) {
    return std::uniform_int_distribution<std::int64_t>{1, most}(random);
  };
  for (int i = 0; i < 1000; ++i) {
    ChargedLine line{make_uuid_v7(), Part::uninsured, 0, roll(100'000), 0};
    line.net = roll(line.gross);
    std::int64_t net = 0;
    while (line.left() > 0) {
      const CreditedLine step{line, roll(line.left())};
      net += step.net();
      line.credited += step.amount;
    }
    ASSERT_EQ(net, line.net);
  }
}

}  // namespace
}  // namespace vip::domains
