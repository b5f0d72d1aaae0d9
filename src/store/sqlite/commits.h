#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdint>
#include <span>

#include "store/sqlite/table_set.h"

// The commits of one tenant's open file, and which table each has changed last: by them an answer
// is known to be as it would be if it were read again.
//
// Why tables are announced before the commit and the number is raised after it: a read that takes
// its snapshot between the two may see the state before or after. It has the number from before,
// and so its answer counts as changed at once. No answer from before a commit is
// current after somebody may have seen that commit.

namespace vip::sqlite {

class Commits {
 public:
  // To be asked before a snapshot is taken: it has all commits up to this number.
  std::uint64_t last() const { return last_.load(); }

  // By the writer: before a commit that changes these tables, and after it, also if it failed.
  void announce(const TableSet& tables) {
    for (const std::uint16_t table : tables.numbers()) changed_[table].store(last_.load() + 1);
  }
  void finish() { last_.store(last_.load() + 1); }

  // Whether no commit after this number has changed one of the tables, or is about to.
  bool unchanged_since(std::uint64_t number, std::span<const std::uint16_t> tables) const {
    return std::ranges::all_of(
        tables, [&](std::uint16_t table) { return changed_[table].load() <= number; });
  }

 private:
  std::atomic<std::uint64_t> last_{0};
  std::array<std::atomic<std::uint64_t>, TableSet::kMost> changed_{};
};

// Around a commit.
class AnnouncedCommit {
 public:
  AnnouncedCommit(Commits& commits, const TableSet& tables) : commits_{commits} {
    commits_.announce(tables);
  }
  ~AnnouncedCommit() { commits_.finish(); }
  AnnouncedCommit(const AnnouncedCommit&) = delete;
  AnnouncedCommit& operator=(const AnnouncedCommit&) = delete;

 private:
  Commits& commits_;
};

}  // namespace vip::sqlite
