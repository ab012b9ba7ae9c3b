#include "bytes/file_list.hpp"

#include "bytes/input_file.hpp"
#include "bytes/output_file.hpp"
#include "dialects/reference_sequence.hpp"
#include "hapmill/support/errors.hpp"
#include "matrix/matrix_input.hpp"
#include "support/memory_profile.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <string>
#include <type_traits>

namespace hapmill::test {
namespace {

// A new option can open a file only by a path that a list has made and compared with all others.
static_assert(!std::is_constructible_v<InputPath, std::string>);
static_assert(!std::is_constructible_v<OutputPath, std::string>);
static_assert(!std::is_constructible_v<OwnFolder, std::string>);
static_assert(!std::is_constructible_v<InputFile, std::string>);
static_assert(!std::is_constructible_v<MatrixInput, std::string>);
static_assert(!std::is_constructible_v<ReferenceSequence, std::string>);
static_assert(!std::is_constructible_v<OutputFile, std::string>);
static_assert(!std::is_constructible_v<MemoryProfile, std::string>);
static_assert(!std::is_constructible_v<OutputFile, InputPath>);
static_assert(!std::is_constructible_v<InputFile, OutputPath>);

TEST(FileList, ComparesFilesInWhateverOrderTheyAreEntered) {
  TemporaryFolder const folder;
  for (bool const is_there : {false, true}) {
    if (is_there) write_text(folder.file("a"), "x");
    FileList reads_first;
    reads_first.reads("the --fai file", folder.file("a"));
    EXPECT_THROW(reads_first.writes("-o", folder.file("./a")), UsageError) << is_there;
    FileList writes_first;
    writes_first.writes("-o", folder.file("a"));
    EXPECT_THROW(writes_first.reads("the --fai file", folder.file("./a")), UsageError) << is_there;
    FileList only_reads;
    only_reads.reads("the matrix", folder.file("a"));
    only_reads.reads("the --fai file", folder.file("a"));
  }
}

TEST(FileList, ComparesNamesInAFolderOfTheRun) {
  TemporaryFolder const folder;
  auto const is_own = [](std::string_view name) { return name == "part"; };
  FileList list;
  list.reads("the matrix", folder.file("parts/other"));
  list.fills("-o", folder.file("parts"), is_own);
  list.reads("the --fai file", folder.file("part"));
  EXPECT_THROW(list.reads("the --fai file", folder.file("parts/part")), UsageError);
  FileList reads_first;
  reads_first.reads("the matrix", folder.file("parts/part"));
  EXPECT_THROW(reads_first.fills("-o", folder.file("parts"), is_own), UsageError);
}

}  // namespace
}  // namespace hapmill::test
