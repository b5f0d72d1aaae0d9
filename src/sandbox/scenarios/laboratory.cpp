#include "sandbox/scenarios/laboratory.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <string>

namespace vip::sandbox {
namespace {

struct Panel {
  std::string_view code, name, specimen;
};
constexpr std::array kPanels{
#define VIP_PANEL(code, name, specimen) Panel{code, name, specimen},
#define VIP_ANALYTE(...)
#include "sandbox/content/lab_panels.def"
#undef VIP_PANEL
#undef VIP_ANALYTE
};

struct ReferenceRange {
  double low, high;
};
struct Analyte {
  std::string_view panel, name, loinc, unit;
  int decimals;
  ReferenceRange dogs, cats, horses, rabbits;

  const ReferenceRange& of(std::string_view species) const {
    if (species == "feline") return cats;
    if (species == "horse" || species == "pony") return horses;
    return species == "canine" ? dogs : rabbits;
  }
};
constexpr std::array kAnalytes{
#define VIP_PANEL(...)
#define VIP_ANALYTE(panel, name, loinc, unit, decimals, dog_low, dog_high, cat_low, cat_high, \
                    horse_low, horse_high, rabbit_low, rabbit_high)                           \
  Analyte{panel,                                                                              \
          name,                                                                               \
          loinc,                                                                              \
          unit,                                                                               \
          decimals,                                                                           \
          {dog_low, dog_high},                                                                \
          {cat_low, cat_high},                                                                \
          {horse_low, horse_high},                                                            \
          {rabbit_low, rabbit_high}},
#include "sandbox/content/lab_panels.def"
#undef VIP_PANEL
#undef VIP_ANALYTE
};

constexpr std::string_view kOutside = "Northfield Veterinary Laboratory";
constexpr std::int64_t kCourier = 20;  // minutes after the visit
constexpr unsigned kAbnormal = 12;     // percent of the values

const Panel& panel_named(std::string_view code) {
  return *std::ranges::find(kPanels, code, &Panel::code);
}

std::string number(double value, int decimals) {
  std::array<char, 32> text{};
  const int length = std::snprintf(text.data(), text.size(), "%.*f", decimals, value);
  return {text.data(), static_cast<std::size_t>(length)};
}

// Most values are inside the range; the flag of the others says which side.
std::string measured(Random& random, const Analyte& analyte, const ReferenceRange& range) {
  const double width = range.high - range.low;
  const bool abnormal = random.chance(kAbnormal);
  const bool high = range.low == 0 || random.chance(65);
  const double beyond = (0.16 + 0.8 * random.part()) * width;
  const double inside = range.low + (0.1 + 0.8 * random.part()) * width;
  double value = inside;
  std::string_view flag = "N";
  if (abnormal) {
    value = high ? range.high + beyond : std::max(range.low * 0.4, range.low - beyond * 0.5);
    flag = high ? (beyond > 0.8 * width ? "HH" : "H") : "L";
  }
  std::string item = R"({"analyte":")" + std::string(analyte.name) + R"(",)";
  if (!analyte.loinc.empty()) item += R"("loinc-code":")" + std::string(analyte.loinc) + R"(",)";
  return item + R"("value":)" + number(value, analyte.decimals) + R"(,"unit":")" +
         std::string(analyte.unit) + R"(","reference-low":)" + number(range.low, 3) +
         R"(,"reference-high":)" + number(range.high, 3) + R"(,"flag":")" + std::string(flag) +
         R"("})";
}

}  // namespace

Laboratory::Laboratory(Seeder& seeder) : seeder_{seeder}, random_{seeder.random()} {}

NamedValues Laboratory::request(const Visit& visit, std::string_view panel) {
  const Panel& of = panel_named(panel);
  return {{"tests", text(R"([{"name":")" + std::string(of.name) + R"(","code":")" +
                         std::string(of.code) + R"("}])")},
          {"specimen", text(of.specimen)},
          {"specimen-date", visit.time}};
}

NamedValues Laboratory::result(const Visit& visit, std::string_view panel, const Uuid& request) {
  std::string items;
  for (const Analyte& analyte : kAnalytes) {
    if (analyte.panel != panel) continue;
    items += (items.empty() ? "[" : ",") +
             measured(random_, analyte, analyte.of(visit.patient.species()));
  }
  return {{"lab-request-uuid", Value{request}},
          {"name", text(panel_named(panel).name)},
          {"items", text(items + "]")}};
}

void Laboratory::test(const Visit& visit, std::string_view panel) {
  const Uuid ordered = record(seeder_, visit, "clinical/lab-requests", request(visit, panel));
  NamedValues found = result(visit, panel, ordered);
  found.emplace_back("instrument", text("Bench analyser 1"));
  record(seeder_, visit, "clinical/lab-results", std::move(found));
}

void Laboratory::send_out(const Visit& visit, std::string_view panel, std::string_view status) {
  NamedValues values = request(visit, panel);
  values.emplace_back("laboratory-name", text(kOutside));
  values.emplace_back("reference-number",
                      text("NVL-" + std::to_string(random_.between(100'000, 999'999))));
  if (random_.chance(20) || status == "InProcess") values.emplace_back("priority", text("Urgent"));
  const Uuid ordered = record(seeder_, visit, "clinical/lab-requests", std::move(values));
  const auto advance = [&](std::string_view to) {
    NamedValues change{{"status", text(to)}};
    if (to == "Sent")
      change.emplace_back("sent-date", seeder_.moment(visit.ago, visit.minutes + kCourier));
    if (to == "Cancelled") change.emplace_back("cancel-reason", text("Specimen haemolysed"));
    seeder_.update("clinical/lab-requests", ordered, change);
  };
  if (status == "Ordered") return;
  if (status == "Cancelled") return advance("Cancelled");
  advance("Sent");
  if (status == "Sent") return;
  advance("InProcess");
  if (status == "InProcess") return;
  NamedValues found = result(visit, panel, ordered);
  found.emplace_back("laboratory-name", text(kOutside));
  const std::string_view first = status == "Partial" ? "Partial" : "Final";
  found.emplace_back("status", text(first));
  const Uuid reported = record(seeder_, visit, "clinical/lab-results", std::move(found));
  if (status == "Corrected")
    seeder_.update("clinical/lab-results", reported,
                   {{"status", text("Corrected")},
                    {"comment", text("Sample was mixed up with another; values are corrected.")}});
}

}  // namespace vip::sandbox
