#include "groups/part_manifest.hpp"

#include <gtest/gtest.h>

#include "hapmill/support/errors.hpp"
#include "support/temporary_folder.hpp"

namespace hapmill::test {
namespace {

class Manifest : public testing::Test {
 protected:
  PartManifest written(PartManifest const& manifest) const {
    write_text(path_, write_manifest(manifest));
    return load_manifest(path_);
  }

  TemporaryFolder folder_;
  std::string path_ = folder_.file("group-00000.json");
};

TEST_F(Manifest, IsReadAsItWasWritten) {
  PartManifest manifest;
  manifest.plan_digest = "0123";
  manifest.group = 7;
  manifest.seconds = 0.1 + 0.2;
  manifest.bytes_in = (std::uint64_t{1} << 63) + 1;
  manifest.part = {std::uint64_t{1} << 53 | 1, 0xFFFFFFFF};
  manifest.backend = "cpu \xFF";
  manifest.split = SplitPart{"group-00007.split-abcdef", {{"a%2Fb\n.tsv", {5, 6}}}, {"a.csi"}};
  auto const back = written(manifest);
  EXPECT_EQ(back.bytes_in, manifest.bytes_in);
  EXPECT_EQ(back.seconds, manifest.seconds);
  EXPECT_EQ(back.part.bytes, manifest.part.bytes);
  EXPECT_EQ(back.part.crc32, manifest.part.crc32);
  ASSERT_TRUE(back.split);
  EXPECT_EQ(back.split->folder, manifest.split->folder);
  EXPECT_EQ(back.split->files.at(0).name, "a%2Fb\n.tsv");
  EXPECT_EQ(back.split->files.at(0).file.bytes, 5U);
  EXPECT_EQ(back.split->files.at(0).file.crc32, 6U);
  EXPECT_EQ(back.split->outdated, manifest.split->outdated);
}

TEST_F(Manifest, IsInvalidIfAnyByteChanges) {
  PartManifest manifest;
  manifest.backend = "cpu";
  auto const good = write_manifest(manifest);
  for (std::size_t k = 0; k < good.size() - 1; ++k) {
    auto bad = good;
    bad[k] = static_cast<char>(bad[k] ^ 1);
    write_text(path_, bad);
    EXPECT_THROW(load_manifest(path_), InputError) << "byte " << k;
  }
}

TEST_F(Manifest, NamesNoFileInOtherFolders) {
  for (char const* name : {"", ".", "..", "/etc/passwd", "../other", "a/b"}) {
    PartManifest manifest;
    manifest.split = SplitPart{name, {}, {}};
    EXPECT_THROW(written(manifest), InputError) << name;
    manifest.split = SplitPart{"f", {{name, {}}}, {}};
    EXPECT_THROW(written(manifest), InputError) << name;
    manifest.split = SplitPart{"f", {}, {name}};
    EXPECT_THROW(written(manifest), InputError) << name;
  }
}

}  // namespace
}  // namespace hapmill::test
