#include "domains/billing/rules/credit_allocation.h"

#include <algorithm>

#include "core/decimal.h"
#include "core/json.h"
#include "domains/billing/error_codes.h"
#include "domains/shared/money.h"

namespace vip::domains {
namespace {

const ChargedLine* found(const std::vector<ChargedLine>& lines, const Uuid& id) {
  const auto line = std::ranges::find(lines, id, &ChargedLine::id);
  return line == lines.end() ? nullptr : &*line;
}

bool fits(std::int64_t amount, std::int64_t left) {
  return left > 0 ? amount > 0 && amount <= left : amount < 0 && amount >= left;
}

}  // namespace

std::int64_t CreditedLine::net() const {
  if (line.gross == 0) return 0;
  const auto share = [&](std::int64_t credited) {
    return share_of(line.net, credited, line.gross).value();
  };
  return share(line.credited + amount) - share(line.credited);
}

CreditedLines named_lines(const std::vector<ChargedLine>& lines,
                          const std::vector<NamedLine>& named) {
  CreditedLines credited;
  for (const NamedLine& one : named)
    if (const ChargedLine* line = found(lines, one.id))
      credited.push_back({*line, one.amount.value_or(line->left())});
  return credited;
}

CreditedLines lines_left(const std::vector<ChargedLine>& lines, std::optional<Parts> most) {
  CreditedLines credited;
  for (const ChargedLine& line : lines) {
    std::int64_t amount = line.left();
    if (most) {
      amount = std::clamp(amount, std::int64_t{0}, most->of(line.part));
      most->of(line.part) -= amount;
    }
    if (amount != 0) credited.push_back({line, amount});
  }
  return credited;
}

Parts sums_of(const CreditedLines& credited) {
  Parts sums;
  for (const CreditedLine& one : credited) sums.of(one.line.part) += one.amount;
  return sums;
}

std::vector<FieldErrorBelow> errors_of_named(const std::vector<ChargedLine>& lines,
                                             const std::vector<NamedLine>& named) {
  std::vector<FieldErrorBelow> errors;
  std::vector<const ChargedLine*> seen;
  for (const NamedLine& one : named) {
    const ChargedLine* line = found(lines, one.id);
    if (line == nullptr) continue;
    if (std::ranges::find(seen, line) != seen.end())
      errors.push_back({errors::duplicate_item, one.place + "/invoice-content-uuid"});
    seen.push_back(line);
    if (!fits(one.amount.value_or(line->left()), line->left()))
      errors.push_back({errors::credit_exceeds_line, one.place + "/amount"});
  }
  return errors;
}

std::vector<FieldErrorBelow> errors_of_sums(const std::vector<ChargedLine>& lines,
                                            const Parts& sums, std::optional<Parts> open) {
  Parts left;
  for (const ChargedLine& line : lines) left.of(line.part) += line.left();
  if (sums.sum() <= 0 || !sums.within(left))
    return {{errors::credit_exceeds_line, "", "The invoice has less left to credit."}};
  if (open && !sums.within(*open)) return {{errors::write_off_exceeds_balance, ""}};
  return {};
}

std::string written(const CreditedLines& credited) {
  std::string text;
  json::Writer writer{text};
  writer.begin_array();
  for (const CreditedLine& one : credited) {
    writer.begin_object();
    writer.key("invoice-content-uuid").string(to_string(one.line.id));
    writer.key("amount").raw(decimal_to_string(one.amount, kMoneyScale));
    writer.end_object();
  }
  writer.end_array();
  return text;
}

}  // namespace vip::domains
