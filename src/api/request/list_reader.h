#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "api/request/list_query.h"
#include "api/request/raw_parameters.h"
#include "core/result.h"
#include "schema/parameters.h"

namespace vip {

// What the parameters of one list have been found to mean so far, and all their errors.
//
// Errors stand at `parameter` for a query string and at `pointer` for a body.
class ListReading {
 public:
  ListReading(const QuerySchema& schema, bool in_body, const LocalZone& zone)
      : schema_{schema}, resource_{*schema.resource}, in_body_{in_body}, zone_{zone} {
    list.query.resource = schema.resource;
  }

  void read(const QueryParameter& parameter, const RawParameter& given);
  void refuse(const std::string& name, ErrorCode code, std::string message);

  // A parameter that names a field: the right to personal data is asked for by it.
  struct Use {
    std::string parameter;
    const Field* field = nullptr;
  };

  // Where a parameter of a body stands, if not at its name.
  struct Pointer {
    std::string parameter, pointer;
  };

  ListQuery list;
  std::vector<Pointer> pointers;
  std::vector<FieldError> errors;
  std::vector<const Field*> fields;  // of `fields`
  bool has_fields = false;
  std::vector<const Field*> shown;  // that a parameter of their own shows
  bool paged = false;
  std::optional<bool> hidden;  // deactivated and deleted records were asked for, or not
  bool omitted = false;        // and so were those that lists omit for a value
  std::vector<Use> used;
  bool searches_words = false;
  std::string region = "GB";  // where telephone numbers are dialled

 private:
  std::int64_t read_number(const RawParameter& given, std::int64_t maximum);
  void read_filter(const QueryParameter& parameter, const RawParameter& given);
  void read_look_up(const QueryParameter& parameter, const RawParameter& given);
  bool add_value(Condition& condition, const RawParameter& given, const std::string& text);
  void read_sort(const RawParameter& given);
  void add_order(const RawParameter& given, const std::string& text);
  void read_words(const RawParameter& given);
  void read_fields(const RawParameter& given);
  void read_includes(const RawParameter& given);
  void read_total(const RawParameter& given);
  bool read_flag(const RawParameter& given);
  void read_named(const NamedFilter& filter, const RawParameter& given);
  void read_deleted(const RawParameter& given);
  void note_what_is_asked_for(const Condition& condition);
  std::vector<std::string> listed(const RawParameter& given) const;
  std::vector<std::string> listed_orders(const RawParameter& given) const;
  bool has_empty_entry(const RawParameter& given, const std::vector<std::string>& values);

  const QuerySchema& schema_;
  const Resource& resource_;
  bool in_body_;
  const LocalZone& zone_;
};

}  // namespace vip
