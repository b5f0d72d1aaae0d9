#pragma once

#include <string>
#include <utility>
#include <vector>

#include "api/request/list_query.h"
#include "engine/test_catalogue.h"

// Lists of the small catalogue as a caller asks for them, and their meaning as short texts.

namespace vip::test {

inline constexpr const char* kAllScopes = "pet:read pet:pii";

inline std::string shown(const Condition& condition) {
  std::string text = condition.field->name;
  if (condition.op != FilterOp::eq) text.append("[").append(to_string(condition.op)).append("]");
  text.push_back('=');
  for (std::size_t i = 0; i < condition.values.size(); ++i) {
    if (i > 0) text.push_back(',');
    text.append(condition.op == FilterOp::is_null
                    ? (std::get<std::int64_t>(condition.values[i]) != 0 ? "true" : "false")
                    : json_of(*condition.field, condition.values[i]));
  }
  return text;
}

inline Texts where(const ListQuery& command) {
  Texts texts;
  for (const Condition& condition : command.query.where) texts.push_back(shown(condition));
  return texts;
}

inline Texts order(const ListQuery& command) {
  Texts texts;
  for (const Order& part : command.query.order)
    texts.push_back(part.field->name + (part.descending ? ",desc" : ",asc"));
  return texts;
}

struct Refused {
  std::string query;
  Texts errors;
};

class ListQueryTest : public testing::Test {
 protected:
  const Resource& resource(const std::string& name) const {
    return catalogue_.resource("pets/" + name);
  }
  ListCaller caller(const ScopeSet& scopes) const {
    return {&scopes, tenant_, client_, business_, path_};
  }
  Result<ListQuery> read(const std::string& query, const std::string& name = "owners",
                         const char* scopes = kAllScopes) const {
    auto given = parameters_of_query(query);
    if (!given) return tl::unexpected(given.error());
    return read(std::move(*given), name, scopes, false);
  }
  Result<ListQuery> search(const std::string& body, const std::string& name = "owners") const {
    auto given = parameters_of_body(list_parameters(resource(name)), body);
    if (!given) return tl::unexpected(given.error());
    return read(std::move(*given), name, kAllScopes, true);
  }
  Result<ListQuery> read(std::vector<RawParameter> given, const std::string& name,
                         const char* scopes, bool in_body) const {
    const QuerySchema schema{resource(name), list_parameters(resource(name))};
    const ScopeSet set = *ScopeSet::parse(scopes);
    return ListReader{schema, sealer_, views_, in_body, london()}.read(std::move(given),
                                                                       caller(set));
  }
  // What goes on after the row that has these sort values.
  CursorState traversal(const ListQuery& command, std::vector<Value> values) const {
    return {tenant_, client_, path_, command.traversal, command.size, {std::move(values), 7}};
  }

  Catalogue catalogue_ = api_catalogue();
  Views views_{catalogue_};
  CursorSealer sealer_{std::string(CursorSealer::kKeySize, 'k')};
  Uuid tenant_ = make_uuid_v4();
  Uuid client_ = make_uuid_v4();
  Uuid business_ = make_uuid_v4();
  std::string path_ = "/pets/v1/api/owners";
};

}  // namespace vip::test
