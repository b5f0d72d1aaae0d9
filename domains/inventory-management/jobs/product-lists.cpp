// The import of a price list, in three passes: its lines become the supplier's products, products
// that are no longer in the list are archived, and stock items get the costs.
//
// Why the supplier's codes are kept in memory: two hundred thousand of them take about twenty
// megabytes, and with them most lines need no read of the store. Only this job writes a supplier's
// products, one at a time, so its copy stays correct.
#include <algorithm>
#include <functional>
#include <unordered_map>

#include "rules/job.h"

namespace vip::domains {
namespace {

constexpr std::size_t kLines = 500;  // per piece
constexpr std::size_t kItems = 50;   // stock items per piece: each runs its rules

// The resources that an import reads and writes.
struct ImportResources {
  explicit ImportResources(const JobSetup& setup)
      : supplier{setup.field("supplier-uuid")},
        lines{setup.field("lines")},
        added{setup.field("products-added")},
        changed{setup.field("products-changed")},
        archived{setup.field("products-archived")},
        costs{setup.field("costs-updated")},
        line_sku{setup.line("supplier-sku")},
        line_cost{setup.line("cost")},
        products{setup.catalogue.resource("inventory-management/products")},
        product_supplier{&products.field("supplier-uuid")},
        product_sku{&products.field("supplier-sku")},
        product_cost{&products.field("cost")},
        product_archived{&products.field("archived")},
        stock{setup.resource_or_null("formulary-management/stock")} {
    for (const char* name : {"supplier-sku", "description", "cost", "group-item", "size"})
      columns.emplace_back(setup.line(name), FieldHandle{&products.field(name)});
    if (stock == nullptr) return;
    stock_supplier = {&stock->field("supplier-uuid")};
    stock_sku = {&stock->field("supplier-sku")};
    stock_cost = {&stock->field("cost")};
  }

  FieldHandle supplier, lines, added, changed, archived, costs;  // of the job
  FieldHandle line_sku, line_cost;
  const Resource& products;
  FieldHandle product_supplier, product_sku, product_cost, product_archived;
  std::vector<std::pair<FieldHandle, FieldHandle>> columns;  // of a line, of a product
  const Resource* stock;                                     // null when it is not served here
  FieldHandle stock_supplier, stock_sku, stock_cost;
};

// Whether two versions of a product are equal, without storing either.
std::size_t digest_of(const Record& record,
                      const std::vector<std::pair<FieldHandle, FieldHandle>>& columns,
                      bool is_line) {
  std::string text;
  for (const auto& [of_line, of_product] : columns) {
    const Value& value = record.at(is_line ? of_line : of_product);
    if (const auto* words = std::get_if<std::string>(&value)) text.append(*words);
    if (const auto* number = std::get_if<std::int64_t>(&value))
      text.append(std::to_string(*number));
    text.push_back(is_null(value) ? '\1' : '\0');
  }
  return std::hash<std::string>{}(text);
}

struct Known {
  Uuid id;  // nil: not stored yet
  std::int64_t cost = 0;
  std::size_t digest = 0;
  std::int64_t line = 0;  // of this list; 0: it does not have the product
  bool valid = false;     // the line is valid and has a cost
  bool archived = false;
};

class ImportRun final : public JobRun {
 public:
  ImportRun(const ImportResources& resources, const Record& job)
      : resources_{resources}, supplier_{job.uuid(resources.supplier)} {}

  bool read(JobReading& reading) override {
    writes_.clear();
    switch (pass_) {
      case Pass::known:
        read_known(reading);
        pass_ = Pass::lines;
        [[fallthrough]];
      case Pass::lines:
        if (read_lines(reading)) return true;
        require_valid_line();
        collect_removed();
        collect_items(reading);
        pass_ = Pass::removed;
        [[fallthrough]];
      case Pass::removed:
        if (take(removed_, kLines)) return true;
        pass_ = Pass::costs;
        [[fallthrough]];
      case Pass::costs:
        return take(items_, kItems);
    }
    return false;
  }

  void write(JobWriting& writing) override {
    switch (pass_) {
      case Pass::known:
      case Pass::lines:
        return write_products(writing);
      case Pass::removed:
        return archive_removed(writing);
      case Pass::costs:
        return write_costs(writing);
    }
  }

 private:
  enum class Pass : std::uint8_t { known, lines, removed, costs };
  using Products = std::unordered_map<std::string, Known>;

  void read_known(JobReading& reading) {
    const Selection all{{{resources_.product_supplier, FilterOp::eq, {supplier_}}}, {}, 0};
    reading.each(resources_.products, all, [&](const Record& product) {
      Known& known = known_[std::string(product.text(resources_.product_sku))];
      known = {product.id(),
               product.number(resources_.product_cost),
               digest_of(product, resources_.columns, false),
               0,
               false,
               product.flag(resources_.product_archived)};
      return true;
    });
  }

  // The lines of the next piece that change something.
  bool read_lines(JobReading& reading) {
    std::vector<JobLine> lines = reading.next_lines(kLines);
    for (JobLine& line : lines) note(line);
    return !lines.empty();
  }

  void note(JobLine& line) {
    std::string sku(line.values.text(resources_.line_sku));
    if (sku.empty()) return;  // the engine reports it
    Known& known = known_[std::move(sku)];
    if (known.line != 0) {
      if (!line.done) repeated_.emplace_back(line.number, known.line);
      return;
    }
    known.line = line.number;  // an invalid line too: its product does not change
    if (!line.errors.empty()) return;
    known.valid = true;
    ++valid_lines_;
    const std::size_t digest = digest_of(line.values, resources_.columns, true);
    if (!known.id.is_nil() && known.digest == digest && !known.archived) return;
    if (line.done) return;
    known.digest = digest;
    known.cost = line.values.number(resources_.line_cost);
    writes_.push_back(std::move(line));
  }

  // A list without a valid line must not archive all products.
  void require_valid_line() const {
    if (valid_lines_ == 0) throw JobFailed("The list has no valid line.");
  }

  void collect_removed() {
    for (const auto& [sku, known] : known_)
      if (known.line == 0 && !known.archived && !known.id.is_nil()) removed_.push_back(known.id);
  }

  void collect_items(JobReading& reading) {
    if (resources_.stock == nullptr) return;
    const Selection all{{{resources_.stock_supplier, FilterOp::eq, {supplier_}}}, {}, 0};
    reading.each(*resources_.stock, all, [&](const Record& item) {
      if (item.has(resources_.stock_sku)) items_.push_back(item.id());
      return true;
    });
  }

  // Moves the next ids into the piece.
  bool take(std::vector<Uuid>& from, std::size_t most) {
    const std::size_t count = std::min(most, from.size());
    piece_.assign(from.end() - static_cast<std::ptrdiff_t>(count), from.end());
    from.resize(from.size() - count);
    return count > 0;
  }

  void fill(Record& product, const Record& line) const {
    for (const auto& [of_line, of_product] : resources_.columns)
      product.at(*of_product.field) = line.at(of_line);
    product.at(*resources_.product_archived.field) = std::int64_t{0};
  }

  static void count(JobWriting& writing, FieldHandle field, std::int64_t by) {
    if (by > 0) writing.set(field, writing.job().number(field) + by);
  }

  void write_products(JobWriting& writing) {
    std::int64_t added = 0;
    std::int64_t changed = 0;
    for (const JobLine& line : writes_) {
      Known& known = known_.at(std::string(line.values.text(resources_.line_sku)));
      if (known.id.is_nil()) {
        Record product = writing.blank(resources_.products);
        product.at(*resources_.product_supplier.field) = supplier_;
        fill(product, line.values);
        known.id = product.id();
        writing.insert(std::move(product));
        ++added;
      } else if (const auto before = writing.find(resources_.products, known.id)) {
        Record after = *before;
        fill(after, line.values);
        writing.update(*before, std::move(after));
        ++changed;
      }
      known.archived = false;
    }
    for (const auto& [line, first] : repeated_)
      writing.report(line, {FieldError::Place::pointer, "/supplier-sku", errors::duplicate_item,
                            "The code is at line " + std::to_string(first) + " already."});
    repeated_.clear();
    count(writing, resources_.added, added);
    count(writing, resources_.changed, changed);
  }

  void archive_removed(JobWriting& writing) const {
    for (const Uuid& id : piece_) {
      const auto before = writing.find(resources_.products, id);
      if (!before) continue;
      Record after = *before;
      after.at(*resources_.product_archived.field) = std::int64_t{1};
      writing.update(*before, std::move(after));
    }
    count(writing, resources_.archived, static_cast<std::int64_t>(piece_.size()));
  }

  void write_costs(JobWriting& writing) const {
    std::int64_t updated = 0;
    for (const Uuid& id : piece_) {
      // Its current state: another request may have given it another supplier.
      const auto item = writing.find(*resources_.stock, id);
      if (!item || item->uuid(resources_.stock_supplier) != supplier_) continue;
      const auto found = known_.find(std::string(item->text(resources_.stock_sku)));
      if (found == known_.end() || !found->second.valid) continue;
      const std::int64_t cost = found->second.cost;
      if (item->has(resources_.stock_cost) && item->number(resources_.stock_cost) == cost) continue;
      if (const auto patched =
              writing.patch(*resources_.stock, id, {{resources_.stock_cost, cost}}))
        ++updated;
      else
        writing.report(found->second.line,
                       {FieldError::Place::pointer, "/cost", patched.error().code,
                        "The stock item refused the cost: " + patched.error().detail});
    }
    count(writing, resources_.costs, updated);
  }

  const ImportResources& resources_;
  const Uuid supplier_;
  Pass pass_ = Pass::known;
  Products known_;
  std::size_t valid_lines_ = 0;
  std::vector<JobLine> writes_;
  std::vector<std::pair<std::int64_t, std::int64_t>> repeated_;  // a line, the earlier line
  std::vector<Uuid> removed_, items_, piece_;
};

class ImportRules final : public JobRules {
 public:
  explicit ImportRules(const JobSetup& setup) : resources_{setup} {}
  std::unique_ptr<JobRun> begin(const Record& job) const override {
    return std::make_unique<ImportRun>(resources_, job);
  }

 private:
  ImportResources resources_;
};

}  // namespace

std::unique_ptr<JobRules> make_inventory_management_product_lists_job(const JobSetup& setup) {
  return std::make_unique<ImportRules>(setup);
}

}  // namespace vip::domains
