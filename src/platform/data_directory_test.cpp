#include "platform/data_directory.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "platform/test_platform.h"

namespace vip {
namespace {

namespace fs = std::filesystem;

class DataDirectory : public ::testing::Test {
 protected:
  std::string folder(const std::string& name, const std::vector<std::string>& files) const {
    const fs::path path = fs::path{directory.path()} / name;
    fs::create_directories(path);
    for (const auto& file : files) std::ofstream{path / file} << "x";
    fs::permissions(path, fs::perms::owner_all);
    return path.string();
  }
  test::TemporaryDirectory directory;
};

TEST_F(DataDirectory, IsToldFromEveryOther) {
  fs::create_directory_symlink(folder("real", {"platform.db", "master.key"}),
                               directory.path() + "/link");
  fs::create_symlink("nowhere", directory.path() + "/dangling");
  std::ofstream{directory.path() + "/file"} << "x";
  const std::vector<std::pair<std::string, DataState>> rows{
      {folder("platform", {"platform.db"}), DataState::platform},
      {folder("with-more", {"notes.txt", "platform.db"}), DataState::platform},
      {directory.path() + "/link", DataState::platform},
      {directory.path() + "/link/", DataState::platform},
      {directory.path() + "/none", DataState::missing},
      {directory.path() + "/none/below", DataState::missing},
      {folder("empty", {}), DataState::empty},
      {folder("begun", {"lock", "master.key"}), DataState::unfinished},
      {folder("mount", {"lost+found"}), DataState::unfinished},
      {folder("other", {"notes.txt"}), DataState::foreign},
      {folder("damaged", {"master.key", "tenants"}), DataState::foreign},
      {directory.path() + "/file", DataState::not_directory},
      {directory.path() + "/file/below", DataState::missing},
      {directory.path() + "/dangling", DataState::not_directory},
  };
  for (const auto& [path, state] : rows) {
    EXPECT_EQ(data_state(path), state) << path;
    EXPECT_EQ(fault_of(state, path).empty(), state == DataState::platform) << path;
  }
}

TEST_F(DataDirectory, IsMadeForItsOwnerAlone) {
  const auto path = directory.path() + "/a/b";
  make_data_directory(path);
  EXPECT_EQ(fs::status(path).permissions(), fs::perms::owner_all);
  EXPECT_TRUE(can_hold_new_platform(data_state(path)));
  std::ofstream{directory.path() + "/file"} << "x";
  EXPECT_THROW(make_data_directory(directory.path() + "/file/b"), std::runtime_error);
}

TEST_F(DataDirectory, IsRefusedWhileOthersMayLookIntoIt) {
  const auto path = folder("platform", {"platform.db"});
  for (const unsigned mode : {0701U, 0710U, 0750U, 0755U, 0770U, 0704U, 0720U, 02750U}) {
    fs::permissions(path, fs::perms{mode});
    EXPECT_EQ(data_state(path), DataState::open) << std::oct << mode;
    EXPECT_FALSE(can_hold_new_platform(DataState::open));
    EXPECT_TRUE(fault_and_advice(DataState::open, path).ends_with("chmod 700 " + path));
  }
  for (const unsigned mode : {0700U, 0500U, 02700U}) {
    fs::permissions(path, fs::perms{mode});
    EXPECT_EQ(data_state(path), DataState::platform) << std::oct << mode;
  }
  fs::permissions(path, fs::perms{0700});
  const auto empty = folder("empty-and-open", {});
  fs::permissions(empty, fs::perms{0755});
  make_data_directory(empty);
  EXPECT_EQ(fs::status(empty).permissions(), fs::perms::owner_all);
}

TEST_F(DataDirectory, IsNamedFromTheRootWithoutLinks) {
  fs::create_directory_symlink(folder("real", {}), directory.path() + "/link");
  fs::create_symlink("nowhere", directory.path() + "/dangling");
  const auto root = fs::canonical(directory.path()).string();
  EXPECT_EQ(absolute_path(directory.path() + "/link/"), root + "/real");
  EXPECT_EQ(absolute_path(directory.path() + "/dangling"), directory.path() + "/dangling");
  EXPECT_EQ(absolute_path("/nowhere/vip/"), "/nowhere/vip");
  EXPECT_EQ(absolute_path("/nowhere/./x/../vip"), "/nowhere/vip");
  EXPECT_EQ(absolute_path("not-there"), (fs::current_path() / "not-there").string());
  EXPECT_EQ(absolute_path("/"), "/");
}

}  // namespace
}  // namespace vip
