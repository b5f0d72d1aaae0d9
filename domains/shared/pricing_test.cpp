// Prices of formulary items: the rule step by step, with figures that can be checked by hand.
#include "domains/shared/pricing.h"

#include <gmock/gmock.h>

#include "domains/shared/test_practice.h"

namespace vip::domains {
namespace {

constexpr auto kPricedStock = "formulary-management/stock";
constexpr auto kServices = "formulary-management/services";

Value number(std::int64_t value) { return value; }

// Tablets: 500 in a pack of 37.55, marked up by 60 %, at the standard rate.
NamedValues tablets(const NamedValues& more = {}) {
  NamedValues values{{"tax-uuid", entry("formulary-management/taxes", "standard")},
                     {"cost-type", "COST"},
                     {"cost", number(37'55)},
                     {"quantity-per-pack", number(500)},
                     {"markup", number(60'00)}};
  values.insert(values.end(), more.begin(), more.end());
  return values;
}

struct Priced {
  const char* name;
  NamedValues item;       // beside tablets
  NamedValues deviation;  // of the location
  NamedValues account;
  std::int64_t quantity = 14'000, labels = 1;
  std::int64_t net = 0, discount = 0, tax = 0;
};

class Pricing : public testing::TestWithParam<Priced> {};

Price price_of(Practice& practice, const Record& item, const Sale& sale) {
  Price price;
  practice.ask([&](DataContext& data) { price = ItemPricing{declared()}.price(item, sale, data); });
  return price;
}

TEST_P(Pricing, FollowsTheRule) {
  const Priced& row = GetParam();
  Practice practice;
  const Uuid location = make_uuid_v7();
  const Record item = practice.add(kPricedStock, tablets(row.item));
  if (!row.deviation.empty()) {
    NamedValues values{{"formulary-uuid", item.id()}, {"location-uuid", location}};
    values.insert(values.end(), row.deviation.begin(), row.deviation.end());
    practice.add("formulary-management/deviations", values);
  }
  const Record account = practice.add("account-management/accounts", row.account);
  Sale sale{row.quantity, location, &account};
  sale.labels = row.labels;
  const Price price = price_of(practice, item, sale);
  EXPECT_EQ(price.net, row.net);
  EXPECT_EQ(price.discount, row.discount);
  EXPECT_EQ(price.tax, row.tax);
  EXPECT_EQ(price.gross, price.net + price.tax);
  ASSERT_FALSE(price.steps.empty());
  EXPECT_EQ(price.steps.back().step, "Tax");
}

const Value kYes = boolean(true);

INSTANTIATE_TEST_SUITE_P(
    Table, Pricing,
    testing::Values(
        // 37.55 / 500 × 1.6 = 0.12016 a tablet, × 14 = 1.68224
        Priced{"Markup", {}, {}, {}, 14'000, 1, 1'68, 0, 34},
        Priced{"NoMarkup", {{"markup", number(0)}}, {}, {}, 500'000, 1, 37'55, 0, 7'51},
        // 37.55 × 0.9 = 33.795; the even neighbour of 54.072 is plain
        Priced{"NetCost",
               {{"cost-type", "NET"}, {"cost-net-discount", number(10'00)}},
               {},
               {},
               500'000,
               1,
               54'07,
               0,
               10'81},
        Priced{"NetNetCost",
               {{"cost-type", "NETNET"},
                {"cost-net-discount", number(10'00)},
                {"cost-netnet-discount", number(50'00)}},
               {},
               {},
               500'000,
               1,
               27'04,
               0,
               5'41},
        // 0.125 and 0.375 lie between: halves go to the even neighbour
        Priced{"HalfDown",
               {{"cost", number(25)}, {"quantity-per-pack", number(2)}, {"markup", number(0)}},
               {},
               {},
               1'000,
               1,
               12,
               0,
               2},
        Priced{"HalfUp",
               {{"cost", number(75)}, {"quantity-per-pack", number(2)}, {"markup", number(0)}},
               {},
               {},
               1'000,
               1,
               38,
               0,
               8},
        Priced{"OverwritePrice",
               {{"overwrite-price-enabled", kYes}, {"overwrite-price", number(2500)}},
               {},
               {},
               14'000,
               1,
               3'50,
               0,
               70},
        Priced{"OverwritePriceNotEnabled",
               {{"overwrite-price", number(2500)}},
               {},
               {},
               14'000,
               1,
               1'68,
               0,
               34},
        Priced{"Fee", {{"dispensing-fee-net", number(12'50)}}, {}, {}, 14'000, 1, 14'18, 0, 2'84},
        Priced{
            "FeeOnce", {{"dispensing-fee-net", number(12'50)}}, {}, {}, 14'000, 3, 14'18, 0, 2'84},
        Priced{"FeeForEachLabel",
               {{"dispensing-fee-net", number(2'00)}, {"multi-dispensing-fee", kYes}},
               {},
               {},
               14'000,
               3,
               7'68,
               0,
               1'54},
        Priced{
            "MinimumCharge", {{"minimum-charge", number(5'00)}}, {}, {}, 14'000, 1, 5'00, 0, 1'00},
        Priced{
            "AboveTheMinimum", {{"minimum-charge", number(1'00)}}, {}, {}, 14'000, 1, 1'68, 0, 34},
        // one pack at 50.00 and 14 tablets at 0.12016
        Priced{"WholePack",
               {{"wholepack-price-enabled", kYes}, {"wholepack-price", number(50'00)}},
               {},
               {},
               514'000,
               1,
               51'68,
               0,
               10'34},
        Priced{"WholePackWithoutFee",
               {{"dispensing-fee-net", number(2'00)}, {"wholepack-exclude-disp-fee", kYes}},
               {},
               {},
               500'000,
               1,
               60'08,
               0,
               12'02},
        Priced{"PartOfAPackWithFee",
               {{"dispensing-fee-net", number(2'00)}, {"wholepack-exclude-disp-fee", kYes}},
               {},
               {},
               14'000,
               1,
               3'68,
               0,
               74},
        Priced{"LocationsMarkup",
               {{"overwrite-price-enabled", kYes}, {"overwrite-price", number(2500)}},
               {{"markup", number(100'00)}},
               {},
               14'000,
               1,
               2'10,
               0,
               42},
        Priced{"LocationsPrice",
               {},
               {{"markup", number(100'00)}, {"overwrite-price", number(5000)}},
               {},
               14'000,
               1,
               7'00,
               0,
               1'40},
        Priced{"LocationsFee",
               {{"dispensing-fee-net", number(12'50)}},
               {{"dispensing-fee-net", number(2'00)}},
               {},
               14'000,
               1,
               3'68,
               0,
               74},
        Priced{"AtCost",
               {{"sell-at-cost", kYes}},
               {},
               {{"allow-sell-at-cost", kYes}},
               500'000,
               1,
               37'55,
               0,
               7'51},
        Priced{"NotAtCostForThisAccount",
               {{"sell-at-cost", kYes}},
               {},
               {},
               500'000,
               1,
               60'08,
               0,
               12'02},
        Priced{"Charity", {}, {}, {{"charity-no-tax", kYes}}, 14'000, 1, 1'68, 0, 0},
        Priced{"CharityOnStock", {}, {}, {{"charity-no-tax-stock", kYes}}, 14'000, 1, 1'68, 0, 0},
        Priced{"TreatDiscountIsOfServices",
               {},
               {},
               {{"treat-discount", number(50'00)}},
               14'000,
               1,
               1'68,
               0,
               34}),
    [](const auto& each) { return each.param.name; });

// A consultation of 48.50 at the standard rate.
NamedValues consultation(const NamedValues& more = {}) {
  NamedValues values{{"tax-uuid", entry("formulary-management/taxes", "standard")},
                     {"cost-type", "COST"},
                     {"overwrite-price-enabled", kYes},
                     {"overwrite-price", number(48'5000)}};
  values.insert(values.end(), more.begin(), more.end());
  return values;
}

Price price_of(Practice& practice, const Record& item, const Record* account,
               const Record* patient = nullptr, std::int64_t amount = 0) {
  Sale sale{1'000, make_uuid_v7(), account, patient};
  sale.amount = amount;
  return price_of(practice, item, sale);
}

TEST(LargePrices, AreNoneAndNotCutOff) {
  Practice practice;
  const auto price = [&](std::int64_t cost, std::int64_t markup, std::int64_t quantity) {
    const Record item = practice.add(kPricedStock, tablets({{"cost", number(cost)},
                                                            {"markup", number(markup)},
                                                            {"quantity-per-pack", number(1)}}));
    return price_of(practice, item, Sale{quantity, make_uuid_v7()});
  };
  const Price most = price(83'333'33, 0, 100'000);
  EXPECT_EQ(most.gross, 9'999'999'60);
  EXPECT_TRUE(most.fits());
  EXPECT_FALSE(price(83'333'34, 0, 100'000).fits());
  // The bounds of the fields: 1,000,000 for a unit, marked up by 10,000 %, of a million units.
  const Price beyond = price(1'000'000'00, 10'000'00, 1'000'000'000);
  EXPECT_EQ(beyond.net, 101'000'000'000'000'00) << "no step of it wraps around";
  EXPECT_FALSE(beyond.fits());
  // Far beyond the bounds, as records of before may have it.
  EXPECT_FALSE(price(9'999'999'99, 100'000'00, 1'000'000'000'000'000).net.fits());
}

TEST(Discounts, OnServicesAreThoseOfTheAccount) {
  Practice practice;
  const Record item = practice.add(kServices, consultation());
  const Record account =
      practice.add("account-management/accounts", {{"treat-discount", number(10'00)}});
  const Price price = price_of(practice, item, &account);
  EXPECT_EQ(price.discount, 4'85);
  EXPECT_EQ(price.net, 43'65);
  EXPECT_EQ(price.tax, 8'73);
  EXPECT_EQ(price.discount_percentage, 10'00);
  EXPECT_EQ(price.unit_price_net, 48'5000);
}

TEST(Discounts, AreOfThePatientsCategory) {
  Practice practice;
  const Uuid ten = entry("formulary-management/discount-categories", "percent-10");
  const Record item = practice.add(kServices, consultation());
  const Record patient =
      practice.add("patient-management/patients", {{"discount-category-uuid", ten}});
  EXPECT_EQ(price_of(practice, item, nullptr, &patient).discount, 4'85);
}

TEST(Discounts, AreWhatTheItemSaysOfTheCategory) {
  Practice practice;
  const Uuid ten = entry("formulary-management/discount-categories", "percent-10");
  const Record item = practice.add(
      kServices,
      consultation({{"category-discounts", R"([{"discount-category-uuid":")" + to_string(ten) +
                                               R"(","percentage":20}])"}}));
  const Record patient =
      practice.add("patient-management/patients", {{"discount-category-uuid", ten}});
  EXPECT_EQ(price_of(practice, item, nullptr, &patient).discount, 9'70);
}

TEST(Discounts, LeaveOutWhatIsExcluded) {
  Practice practice;
  const Record item = practice.add(kServices, consultation({{"discount-excluded", kYes}}));
  const Record account =
      practice.add("account-management/accounts", {{"treat-discount", number(10'00)}});
  EXPECT_EQ(price_of(practice, item, &account).discount, 0);
}

TEST(Discounts, OfAFixedValueAreLinesBelowZero) {
  Practice practice;
  const Record item =
      practice.add(kServices, {{"tax-uuid", entry("formulary-management/taxes", "standard")},
                               {"fixed-value", number(5'00)}});
  const Price price = price_of(practice, item, nullptr);
  EXPECT_EQ(price.net, -5'00);
  EXPECT_EQ(price.tax, -1'00);
}

TEST(Discounts, InPercentAreTakenOfAnAmount) {
  Practice practice;
  const Record item =
      practice.add(kServices, {{"tax-uuid", entry("formulary-management/taxes", "standard")},
                               {"percentage", number(10'00)}});
  EXPECT_TRUE(ItemPricing{declared()}.needs_amount(item));
  EXPECT_EQ(price_of(practice, item, nullptr, nullptr, 120'00).net, -12'00);
}

}  // namespace
}  // namespace vip::domains
