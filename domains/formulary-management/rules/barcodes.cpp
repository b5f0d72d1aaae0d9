// Barcodes: numbers of different lengths are compared at the greatest length. An item that is sold
// both by the pack and by the unit may be in the formulary twice, so a number that another item has
// gives a warning, not a refusal.
#include <algorithm>
#include <stdexcept>

#include "core/gtin.h"
#include "domains/formulary-management/error_codes.h"
#include "rules/rules.h"

namespace vip::domains {
namespace {

class BarcodeRules final : public RulesWithHandles {
 public:
  using RulesWithHandles::RulesWithHandles;

  void prepare(const Change& change, RuleContext& context) const override {
    if (!is_new(change, barcode_)) return;
    const auto gtin = read_gtin(change.after().text(barcode_));
    if (!gtin) throw std::logic_error("a barcode has passed that is no GTIN");
    context.set(type_, "GTIN-" + std::to_string(gtin->length));
    context.set(gtin_, gtin->key);
  }

  void validate(const Change& change, RuleContext& context) const override {
    if (change.removes() || !change.changes(gtin_)) return;
    const Record& barcode = change.after();
    const auto same = context.all_with(gtin_, barcode.at(gtin_));
    const bool elsewhere = std::ranges::any_of(same, [&](const Record& other) {
      return other.id() != barcode.id() && other.at(item_) != barcode.at(item_);
    });
    if (elsewhere) context.warn(barcode_, errors::barcode_in_use, "Another item has this barcode.");
  }

 private:
  FieldHandle item_ = own("formulary-uuid"), barcode_ = own("barcode"), type_ = own("barcode-type"),
              gtin_ = own("gtin");
};

}  // namespace

std::unique_ptr<ResourceRules> make_formulary_management_barcodes_rules(const RuleSetup& setup) {
  return std::make_unique<BarcodeRules>(setup);
}

}  // namespace vip::domains
