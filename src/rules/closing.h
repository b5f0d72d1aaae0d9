#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/error_code.h"
#include "rules/rules.h"
#include "schema/constraint.h"
#include "schema/field_condition.h"

// What is over for a record that is out of use, or that has died or left: the keywords
// `closing-flags`, `closes-with` and `open` as the engine and rules read them. The engine enforces
// them; see src/engine/constraints/open.cpp.

namespace vip {

// A flag beside the deactivation flag that closes a record: the animal has died.
struct ClosingFlag {
  std::string state;            // "Deceased": as it stands in records that are flagged with it
  const Field* flag = nullptr;  // a boolean
  const Field* day = nullptr;   // since when; null: it is not recorded
  ErrorCode code{};             // of a new record that is refused
  ErrorCode warning{};          // of one that is accepted with a warning
  std::string detail;           // "The patient has died"
};

// What a resource declares with `closing-flags`.
class ClosingFlags final : public Constraint {
 public:
  explicit ClosingFlags(std::vector<ClosingFlag> flags) : flags_{std::move(flags)} {}

  Steps steps() const override { return 0; }
  void publish(Publication& out) const override;
  const std::vector<ClosingFlag>& all() const { return flags_; }

 private:
  std::vector<ClosingFlag> flags_;  // the earlier ones go before the later
};

// What a resource declares with `closes-with`: a record is out of use while one that it belongs to
// is.
class ClosesWith final : public Constraint {
 public:
  explicit ClosesWith(std::vector<const Field*> references) : references_{std::move(references)} {}

  Steps steps() const override { return 0; }
  void publish(Publication& out) const override;
  const std::vector<const Field*>& references() const { return references_; }

 private:
  std::vector<const Field*> references_;
};

// The flag by which a record is closed; null when it is not.
const ClosingFlag* closing_flag_of(const Record& record);

// Whether a record is out of use itself: deactivated, archived, hidden or deleted for good.
bool is_out_of_use(const Record& record);
// The record that makes this one out of use: itself, or one that it closes with. None: it is in
// use.
std::optional<Record> out_of_use_along(const Record& record, DataContext& data);
// Whether nothing new is done for a record: out of use, or closed by a flag.
bool is_closed(const Record& record, DataContext& data);

// A value that a record gets when it is ended, flagged or moved.
struct ClosingValue {
  enum class Kind : std::uint8_t { literal, state, detail, today, along };
  const Field* field = nullptr;
  Kind kind = Kind::literal;
  Value literal;
  std::vector<const Field*> path;  // of `along`
};

// When records of a resource are open, and what becomes of them: the keyword `open`.
class OpenRecords final : public Constraint {
 public:
  // What open records of a resource follow when a field of a record that they name changes.
  struct Transfer {
    const Field* reference = nullptr;  // patient-uuid
    const Field* owner = nullptr;      // account-uuid of the patient
    std::vector<ClosingValue> set;     // empty: they end
    std::string detail;                // why they end
  };
  struct Parts {
    std::vector<FieldCondition> where;
    const Field* to_come = nullptr;         // only while this date or time is not past
    std::vector<const Field*> closes_with;  // references whose closing ends or flags it
    std::vector<ClosingValue> ends_as;      // empty: it stays as it is
    std::vector<ClosingValue> flag;         // then it is flagged in place of ended
    std::optional<Transfer> transfer;
    std::vector<const Field*> blocks;  // references whose records stay in use while it is open
    std::string detail;                // how the refusal of a deactivation calls it
    ErrorCode code{};
  };
  OpenRecords(const Resource& resource, Parts parts)
      : resource_{&resource}, parts_{std::move(parts)} {}

  // A record that opens again is looked at like a new one.
  Steps steps() const override { return kValidate; }
  void validate(const Change& change, RuleContext& context) const override;
  void publish(Publication& out) const override;

  const Resource& resource() const { return *resource_; }
  const Parts& parts() const { return parts_; }
  bool is_open(const Record& record, DataContext& data) const;
  // The open records that name a record by one of the references.
  std::vector<Record> of(const Field& reference, const Uuid& id, DataContext& data) const;
  // What ends an open record: by the state and the reason that closes what it names.
  std::vector<FieldValue> ended(const Record& record, const std::string& state,
                                const std::string& detail, DataContext& data) const;

 private:
  const Resource* resource_;
  Parts parts_;
};

// Values of closing for one record.
std::vector<FieldValue> filled_in(const std::vector<ClosingValue>& values, const Record& record,
                                  const std::string& state, const std::string& detail,
                                  DataContext& data);

// Whether the change brings a record that exists from a state that is not open into one that is.
bool opens_again(const Change& change, DataContext& data);

}  // namespace vip
