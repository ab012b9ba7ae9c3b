#include "matrix/matrix_header.hpp"

#include "hapmill/support/errors.hpp"
#include "support/fed_pipe.hpp"
#include "support/listed_paths.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

namespace hapmill::test {
namespace {

using Names = std::vector<std::string>;

class MatrixHeaderTest : public testing::Test {
 protected:
  MatrixHeader read(std::string const& text, HeaderOptions const& options = {}) const {
    write_text(folder_.path() / "m", text);
    MatrixInput input{input_path(folder_.file("m"))};
    auto header = read_matrix_header(input, options);
    EXPECT_EQ(header.prefix, "") << "a regular file is read again from anywhere";
    return header;
  }

  std::string file_of(std::string const& name, std::string const& text) const {
    write_text(folder_.path() / name, text);
    return folder_.file(name);
  }

  TemporaryFolder folder_;
};

TEST_F(MatrixHeaderTest, UsesAFirstLineThatLooksLikeAHeader) {
  for (std::string const first :
       {"CHROM", "#CHROM", "chrom", "#chrom", "chr", "Contig", "chromosome", "SCAFFOLD"}) {
    auto const header = read(first + "\tPOS\tREF\ta\tb\n1\t2\tA\tA\tA\n");
    EXPECT_EQ(header.column_names, (Names{"a", "b"}));
    EXPECT_EQ(header.data_begin, first.size() + 13);
    EXPECT_EQ(header.first_line, 2U);
  }
}

TEST_F(MatrixHeaderTest, DoesNotTakeARowForAHeader) {
  for (std::string const begin : {"chr\t1", "contig\t007", "1\tPOS", "CHROMS\tPOS", "\tPOS"}) {
    auto const header = read(begin + "\tA\tA\tA\n");
    EXPECT_EQ(header.column_names, (Names{"s1", "s2"})) << begin;
    EXPECT_EQ(header.data_begin, 0U);
    EXPECT_EQ(header.first_line, 1U);
  }
}

TEST_F(MatrixHeaderTest, HeaderFileComesFirstAndEveryLineIsARow) {
  HeaderOptions options;
  options.header_path = input_path(file_of("h", "\xEF\xBB\xBFwhat\tever\tit\tx\ty\r\n"));
  options.column_names_path = input_path(file_of("n", "p\nq\n"));
  auto const header = read("CHROM\tPOS\tREF\ta\tb\n", options);
  EXPECT_EQ(header.column_names, (Names{"x", "y"}));
  EXPECT_EQ(header.data_begin, 0U);
}

TEST_F(MatrixHeaderTest, HeaderRowComesBeforeColumnNames) {
  HeaderOptions options;
  options.column_names_path = input_path(file_of("n", "p\nq\r\n"));
  EXPECT_EQ(read("CHROM\tPOS\tREF\ta\tb\n", options).column_names, (Names{"a", "b"}));
  EXPECT_EQ(read("1\t2\tA\tA\tA\n", options).column_names, (Names{"p", "q"}));
}

TEST_F(MatrixHeaderTest, SkipsByteOrderMarkAndComments) {
  auto const header = read("\xEF\xBB\xBF##x\n##\r\nCHROM\tPOS\tREF\ta\r\n");
  EXPECT_EQ(header.column_names, Names{"a"});
  EXPECT_EQ(header.first_line, 4U);
  EXPECT_EQ(header.data_begin, 28U);
}

TEST_F(MatrixHeaderTest, AcceptsOtherDelimiters) {
  HeaderOptions options;
  options.layout = ',';
  EXPECT_EQ(read("CHROM,POS,REF,a\tb,c\n", options).column_names, (Names{"a\tb", "c"}));
}

TEST_F(MatrixHeaderTest, NeedsNoNewlineAtTheEnd) {
  auto const header = read("CHROM\tPOS\tREF\ta");
  EXPECT_EQ(header.column_names, Names{"a"});
  EXPECT_EQ(header.data_begin, 15U);
}

TEST_F(MatrixHeaderTest, RefusesFilesWithoutColumns) {
  for (std::string const text : {"", "\n", "##x\n", "##x", "\xEF\xBB\xBF", "a\tb\tc\n", "a\tb\tc",
                                 "CHROM\tPOS\tREF\ta\t\n", "\x1F\x8B", "\x28\xB5\x2F\xFD"}) {
    EXPECT_THROW(read(text), InputError) << text;
  }
}

TEST_F(MatrixHeaderTest, ReadsALongHeaderCompletely) {
  std::string text = "CHROM\tPOS\tREF";
  for (int k = 0; k < 50'000; ++k) text += "\tcolumn" + std::to_string(k);
  auto const header = read(text + "\n");
  ASSERT_EQ(header.column_names.size(), 50'000U);
  EXPECT_EQ(header.column_names.back(), "column49999");
  EXPECT_EQ(header.data_begin, text.size() + 1);
}

TEST_F(MatrixHeaderTest, KeepsTheBytesThatItReadFromAStream) {
  std::string const text = "##x\nCHROM\tPOS\tREF\ta\n1\t2\tA\tT\n";
  for (std::size_t cut = 0; cut <= text.size(); ++cut) {
    FedPipe const pipe{text, {cut}};
    MatrixInput input{input_path(pipe.path())};
    auto const header = read_matrix_header(input, {});
    EXPECT_EQ(header.column_names, Names{"a"});
    EXPECT_EQ(header.data_begin, 20U);
    EXPECT_GE(header.prefix.size(), header.data_begin);
    EXPECT_EQ(text.find(header.prefix), 0U);
  }
}

}  // namespace
}  // namespace hapmill::test
