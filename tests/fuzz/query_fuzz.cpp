// Parameters of lists, from a query string and from a /search body: read by the schema of two
// resources that have a field of each type.

#include <string>

#include "api/request/list_query.h"
#include "api/request/list_reader.h"
#include "core/text.h"
#include "engine/test_catalogue.h"
#include "fuzz_targets.h"
#include "http/query_string.h"

namespace vip::fuzz {
namespace {

class Lists {
 public:
  void read(std::string_view query, const char* name) const {
    if (auto given = parameters_of_query(query)) understand(*std::move(given), name, false);
  }
  void search(std::string_view body, const char* name) const {
    if (auto given = parameters_of_body(list_parameters(resource(name)), body))
      understand(*std::move(given), name, true);
  }

 private:
  const Resource& resource(const std::string& name) const {
    return catalogue_.resource("pets/" + name);
  }
  void understand(std::vector<RawParameter> given, const char* name, bool in_body) const {
    const QuerySchema schema{resource(name), list_parameters(resource(name))};
    const ScopeSet scopes = *ScopeSet::parse("pet:read pet:pii");
    const ListCaller caller{&scopes, tenant_, client_, business_, "/pets/v1/api/owners"};
    const auto list =
        ListReader{schema, sealer_, views_, in_body, test::london()}.read(std::move(given), caller);
    if (!list) {
      require(!list.error().errors.empty(), "a refusal names its errors");
      for (const auto& error : list.error().errors)
        require(is_valid_utf8(error.name) && is_valid_utf8(error.message), "errors are UTF-8");
      return;
    }
    require(list->size >= 1 && list->size <= 1000 && list->page >= 1, "a page has bounds");
    require(list->shape.view != nullptr, "a list has a shape");
  }

  Catalogue catalogue_ = test::api_catalogue();
  Views views_{catalogue_};
  CursorSealer sealer_{std::string(CursorSealer::kKeySize, 'k')};
  Uuid tenant_ = make_uuid_v4();
  Uuid client_ = make_uuid_v4();
  Uuid business_ = make_uuid_v4();
};

void check_form(std::string_view input) {
  const auto parameters = http::parse_form(input);
  if (!parameters) return;
  std::string text;
  for (const auto& [name, value] : *parameters) {
    require(is_valid_utf8(name) && is_valid_utf8(value), "parameters are UTF-8");
    if (!text.empty()) text += '&';
    text += http::percent_encode(name) + "=" + http::percent_encode(value);
  }
  require(http::parse_form(text) == *parameters, "a query that is written is read as the same");
}

}  // namespace

void query(std::string_view input) {
  static const Lists lists;
  const unsigned choice = take_number(input);
  const char* name = choice % 2 == 0 ? "owners" : "samples";
  check_form(input);
  if (choice % 4 < 2) {
    lists.read(input, name);
  } else {
    lists.search(input, name);
  }
}

}  // namespace vip::fuzz
