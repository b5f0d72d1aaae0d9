#pragma once

// The tax of a charge, frozen: rate, reason of a relief, and the parts of a discount on lines of
// several rates. And the draft lines that a discount in percent is taken of.

#include <string>
#include <vector>

#include "core/decimal.h"
#include "core/json.h"
#include "domains/shared/pricing.h"

namespace vip::domains {

class FrozenTax : private Handles {
 public:
  explicit FrozenTax(const RuleSetup& setup) : Handles{setup} {}

  void set(const Price& price, RuleContext& context) const {
    if (price.taxes.size() == 1) {
      const TaxPart& only = price.taxes.front();
      if (only.tax_uuid) context.set(uuid_, *only.tax_uuid);
      if (!only.relief.empty()) context.set(relief_, only.relief);
      context.set(rate_, only.rate);
    } else if (!price.taxes.empty()) {
      context.set(breakdown_, written(price.taxes));
    }
  }

  // The lines that a discount on the record applies to: what the patient is charged on the account
  // and is not invoiced yet, with the same `insured`. Not other discounts, nor what is excluded
  // from them.
  std::vector<TaxPart> discountable(const Record& record, DataContext& data) const {
    std::vector<TaxPart> lines;
    if (line_billing_.field == nullptr) return lines;
    const Selection drafts{{{line_billing_, FilterOp::eq, {record.at(billing_)}},
                            {line_patient_, FilterOp::eq, {record.at(patient_)}},
                            {line_status_, FilterOp::eq, {std::string{"Draft"}}}},
                           {},
                           0};
    for (const Record& line : data.select(line_billing_.resource(), drafts)) {
      if (line.flag(line_insured_) != record.flag(insured_) || line.number(line_net_) <= 0)
        continue;
      const auto item = data.find(line_item_, line);
      if (item && item->flag({&item->resource->field("discount-excluded")})) continue;
      TaxPart part;
      if (line.has(line_tax_)) part.tax_uuid = line.uuid(line_tax_);
      const auto tax = line.has(line_rate_) ? std::nullopt : data.find(line_tax_, line);
      part.rate = tax ? tax->number({&tax->resource->field("rate")}) : line.number(line_rate_);
      part.relief = line.text(line_relief_);
      part.net = line.number(line_net_);
      lines.push_back(std::move(part));
    }
    return lines;
  }

 private:
  static std::string written(const std::vector<TaxPart>& parts) {
    std::string text;
    json::Writer writer{text};
    writer.begin_array();
    for (const TaxPart& part : parts) {
      writer.begin_object();
      writer.key("tax-uuid");
      part.tax_uuid ? writer.string(to_string(*part.tax_uuid)) : writer.null();
      writer.key("tax-rate").raw(decimal_to_string(part.rate, kPercentScale));
      writer.key("tax-relief-reason");
      part.relief.empty() ? writer.null() : writer.string(part.relief);
      writer.key("net").raw(decimal_to_string(part.net.value(), kMoneyScale));
      writer.key("tax").raw(decimal_to_string(part.tax.value(), kMoneyScale));
      writer.end_object();
    }
    writer.end_array();
    return text;
  }

  FieldHandle uuid_ = own("tax-uuid"), rate_ = own("tax-rate"), relief_ = own("tax-relief-reason"),
              breakdown_ = own("tax-breakdown");
  FieldHandle billing_ = own("billing-uuid"), patient_ = own("patient-uuid"),
              insured_ = own("insured");
  static constexpr auto kDrafts = "billing/draft-invoices";
  FieldHandle line_billing_ = of(kDrafts, "billing-uuid"),
              line_patient_ = of(kDrafts, "patient-uuid"), line_status_ = of(kDrafts, "status"),
              line_insured_ = of(kDrafts, "insured"), line_item_ = of(kDrafts, "formulary-uuid"),
              line_net_ = of(kDrafts, "net"), line_tax_ = of(kDrafts, "tax-uuid"),
              line_rate_ = of(kDrafts, "tax-rate"), line_relief_ = of(kDrafts, "tax-relief-reason");
};

}  // namespace vip::domains
