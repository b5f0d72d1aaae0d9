#include "domains/communications/rules/merge_fields.h"

#include <algorithm>
#include <array>

#include "core/text.h"
#include "domains/communications/error_codes.h"

namespace vip::domains {
namespace {

// The subjects of a text. Each type of template has some of these.
enum Group : unsigned {
  kPractice = 1U << 0U,
  kClient = 1U << 1U,
  kPatient = 1U << 2U,
  kPractitioner = 1U << 3U,
  kAccount = 1U << 4U,
  kInvoice = 1U << 5U,
  kEstimate = 1U << 6U,
  kReminder = 1U << 7U,
  kAppointment = 1U << 8U,
  kConsent = 1U << 9U,
  kReferral = 1U << 10U,
  kMedicine = 1U << 11U,
};

struct TypeOfTemplate {
  std::string_view name;
  unsigned groups;
};

constexpr unsigned kMessage =
    kPractice | kClient | kPatient | kPractitioner | kAccount | kAppointment;
constexpr std::array<TypeOfTemplate, 9> kTypes{{
    {"Letter", kMessage},
    {"Email", kMessage},
    {"SMS", kMessage},
    {"ConsentForm", kPractice | kClient | kPatient | kPractitioner | kEstimate | kConsent},
    {"Estimate", kPractice | kClient | kPatient | kPractitioner | kAccount | kEstimate},
    {"Invoice", kPractice | kClient | kPatient | kAccount | kInvoice},
    {"Reminder", kPractice | kClient | kPatient | kReminder},
    {"ReferralHistory", kPractice | kClient | kPatient | kPractitioner | kReferral},
    {"Label", kPractice | kClient | kPatient | kPractitioner | kMedicine},
}};

constexpr std::array kMergeFields{
    MergeField{"practice-name", "The practice's name", kPractice},
    MergeField{"location-name", "The location's name", kPractice},
    MergeField{"location-address", "The location's address, line by line", kPractice},
    MergeField{"location-telephone", "The location's telephone number", kPractice},
    MergeField{"location-email", "The location's email address", kPractice},
    MergeField{"today", "The day on which the text is created", kPractice},
    MergeField{"client-title", "The client's title", kClient},
    MergeField{"client-first-name", "The client's first name", kClient},
    MergeField{"client-last-name", "The client's last name, or the business's", kClient},
    MergeField{"client-name", "The client's title and last name", kClient},
    MergeField{"client-address", "The client's mailing address, line by line", kClient},
    MergeField{"patient-name", "The animal's name", kPatient},
    MergeField{"patient-species", "The animal's species", kPatient},
    MergeField{"patient-breed", "The animal's breed", kPatient},
    MergeField{"patient-colour", "The animal's colour", kPatient},
    MergeField{"patient-gender", "The animal's gender", kPatient},
    MergeField{"patient-date-of-birth", "The animal's date of birth", kPatient},
    MergeField{"patient-age", "The animal's age in years and months", kPatient},
    MergeField{"patient-microchip", "The number of the animal's microchip", kPatient},
    MergeField{"patient-weight", "The animal's last weight, with its unit", kPatient},
    MergeField{"practitioner-name", "The practitioner's title and last name", kPractitioner},
    MergeField{"practitioner-qualifications", "The letters after the practitioner's name",
               kPractitioner},
    MergeField{"account-number", "The number of the client's account", kAccount},
    MergeField{"account-balance", "The balance of the account", kAccount},
    MergeField{"appointment-date", "The day of the appointment", kAppointment},
    MergeField{"appointment-time", "The start time of the appointment", kAppointment},
    MergeField{"appointment-reason", "The reason of the appointment", kAppointment},
    MergeField{"invoice-number", "The invoice's number", kInvoice},
    MergeField{"invoice-date", "The day of the invoice", kInvoice},
    MergeField{"invoice-lines", "The lines of the invoice", kInvoice},
    MergeField{"invoice-net", "The invoice's amount without tax", kInvoice},
    MergeField{"invoice-tax", "The tax on the invoice", kInvoice},
    MergeField{"invoice-total", "The invoice's amount with tax", kInvoice},
    MergeField{"payment-due-date", "The day on which the payment is due", kInvoice},
    MergeField{"estimate-number", "The estimate's number", kEstimate},
    MergeField{"estimate-date", "The day of the estimate", kEstimate},
    MergeField{"estimate-lines", "The lines of the estimate", kEstimate},
    MergeField{"estimate-total", "The estimate's amount with tax", kEstimate},
    MergeField{"estimate-expiry-date", "The last day on which the estimate is valid", kEstimate},
    MergeField{"reminder-type", "The type of the reminder, such as a booster", kReminder},
    MergeField{"due-date", "The day on which the reminder is due", kReminder},
    MergeField{"procedure", "The procedure of the consent", kConsent},
    MergeField{"procedure-risks", "The risks that were explained", kConsent},
    MergeField{"signature", "The place for the client's signature and its date", kConsent},
    MergeField{"referral-practice", "The practice that the animal is referred to", kReferral},
    MergeField{"referral-reason", "The reason of the referral", kReferral},
    MergeField{"clinical-history", "The animal's clinical history, newest first", kReferral},
    MergeField{"medicine-name", "The medicine's name", kMedicine},
    MergeField{"medicine-quantity", "The supplied quantity", kMedicine},
    MergeField{"medicine-instruction", "The instruction for use", kMedicine},
    MergeField{"medicine-warnings", "The warnings of the medicine", kMedicine},
    MergeField{"batch-number", "The number of the batch", kMedicine},
    MergeField{"batch-expiry-date", "The last day on which the batch can be used", kMedicine},
    MergeField{"supply-date", "The day of the supply", kMedicine},
};

unsigned groups_of(std::string_view template_type) {
  const auto found = std::ranges::find(kTypes, template_type, &TypeOfTemplate::name);
  return found == kTypes.end() ? 0 : found->groups;
}

// Names in an error identify their place in the text; unknown names are cut.
std::string quoted(std::string_view name) {
  constexpr std::size_t kShown = 60;
  return "{{" + std::string(name.substr(0, kShown)) + "}}";
}

bool is_name(std::string_view name) {
  return !name.empty() && std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

std::string unknown(std::string_view name, std::string_view template_type) {
  std::vector<std::string_view> names;
  for (const MergeField& field : kMergeFields)
    if (field.belongs_to(template_type)) names.push_back(field.name);
  const auto near = nearest(name, names);
  return "There is no merge field " + quoted(name) +
         (near.empty() ? "; /templates/merge-fields lists them."
                       : "; did you mean " + quoted(near) + "?");
}

MergeError error_of(std::string_view name, std::string_view template_type) {
  const auto known = std::ranges::find(kMergeFields, name, &MergeField::name);
  if (known == kMergeFields.end())
    return {errors::merge_field_unknown, unknown(name, template_type)};
  return {errors::merge_field_not_of_type, "A template of type " + std::string(template_type) +
                                               " has nothing to fill in " + quoted(name) +
                                               " with."};
}

}  // namespace

bool MergeField::belongs_to(std::string_view template_type) const {
  return (groups & groups_of(template_type)) != 0;
}

std::span<const MergeField> merge_fields() { return kMergeFields; }

std::vector<MergeError> check_merge_fields(std::string_view text, std::string_view template_type) {
  std::vector<MergeError> errors;
  std::vector<std::string_view> reported;
  while (true) {
    const auto open = text.find("{{");
    const auto close = text.find("}}");
    if (open == std::string_view::npos && close == std::string_view::npos) return errors;
    if (close == std::string_view::npos || close < open) {
      errors.push_back({errors::merge_field_malformed,
                        "Double braces stand in pairs, around the name of a merge field."});
      return errors;
    }
    const auto name = text.substr(open + 2, close - open - 2);
    text.remove_prefix(close + 2);
    const auto known = std::ranges::find(kMergeFields, name, &MergeField::name);
    const bool good = known != kMergeFields.end() && known->belongs_to(template_type);
    if (good || std::ranges::find(reported, name) != reported.end()) continue;
    reported.push_back(name);
    if (is_name(name))
      errors.push_back(error_of(name, template_type));
    else
      errors.push_back({errors::merge_field_malformed,
                        "Only the name of a merge field may be between double braces: "
                        "small letters, digits and hyphens, such as {{patient-name}}."});
  }
}

}  // namespace vip::domains
