#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "core/json.h"

namespace vip::json {

// Reads a document of the form {"<member>": [item, item, …]} as it arrives, in pieces of any size,
// and passes on one item after another: a list of any length needs only the memory of its longest
// item. As strict as parse(); the first error ends it.
class ItemReader {
 public:
  // `number` counts from 1. An exception of the visitor passes through feed().
  using Visit = std::function<void(std::int64_t number, Node item)>;

  // `most`: the most items that are accepted; `item`: bounds of each item.
  ItemReader(std::string member, std::int64_t most, Limits item, Visit visit);
  ~ItemReader();
  ItemReader(const ItemReader&) = delete;
  ItemReader& operator=(const ItemReader&) = delete;

  Check feed(std::string_view piece);
  Check finish();  // nothing follows
  std::int64_t count() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace vip::json
