#include "hapmill/support/errors.hpp"
#include "matrix/line_numbers.hpp"
#include "matrix/matrix_header.hpp"
#include "matrix/matrix_input.hpp"
#include "support/compressed.hpp"
#include "support/fed_pipe.hpp"
#include "support/listed_paths.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <optional>

namespace hapmill::test {
namespace {

using Texts = std::vector<std::string>;

std::string const header = "CHROM\tPOS\tREF\ta\tb\n";

class JoinedInput : public testing::Test {
 protected:
  /// Writes files with these texts. Those after the first `plain_count` are compressed.
  Texts write(Texts const& texts, std::size_t plain_count = SIZE_MAX) const {
    Texts paths;
    for (std::size_t k = 0; k < texts.size(); ++k) {
      paths.push_back(folder_.file("f" + std::to_string(k)));
      write_text(paths.back(), k < plain_count ? texts[k]
                               : k % 2 == 0    ? gzip_member(texts[k])
                                               : bgzf_file(texts[k], 7));
    }
    return paths;
  }

  std::string error_of(Texts const& texts, HeaderOptions const& options = {}) const {
    std::string first;
    for (std::size_t const plain_count : {texts.size(), std::size_t{0}, std::size_t{1}}) {
      try {
        MatrixInput input{input_paths(write(texts, plain_count))};
        read_matrix_header(input, options);
        return "";
      } catch (InputError const& error) {
        if (first.empty()) first = error.what();
        EXPECT_EQ(error.what(), first) << "however the files are compressed";
      }
    }
    return first;
  }

  TemporaryFolder folder_;
};

std::string whole_text(MatrixInput& input, MatrixHeader const& first, std::size_t step) {
  std::string text;
  std::string part(step, '\0');
  if (!input.is_regular()) {
    text = first.prefix;
    if (text.empty()) text.resize(first.data_begin);  // a regular file in front of a stream
    while (std::size_t const got = input.read_next(part.data(), step)) text.append(part, 0, got);
    return text;
  }
  while (std::size_t const got = input.read_at(part.data(), step, text.size())) {
    text.append(part, 0, got);
  }
  return text;
}

struct Joining {
  Texts files;
  std::string rows;
  Texts lines;  ///< `f0:2` for each row
};

Joining const joinings[] = {
    {{header + "1\n2\n", header + "3\n", header + "4\n"},
     "1\n2\n3\n4\n",
     {"f0:2", "f0:3", "f1:2", "f2:2"}},
    {{header + "1\n2", header + "3", header + "4"}, "1\n2\n3\n4", {"f0:2", "f0:3", "f1:2", "f2:2"}},
    {{header + "1", "##x\n##y\n" + header + "3\n\n"}, "1\n3\n\n", {"f0:2", "f1:4", "f1:5"}},
    {{header, header + "1\n", header, header, header + "2"}, "1\n2", {"f1:2", "f4:2"}},
    {{header, "CHROM\tPOS\tREF\ta\tb", header + "1\n"}, "1\n", {"f2:2"}},
    {{"CHROM\tPOS\tREF\ta\tb", header + "1\n", header}, "1\n", {"f1:2"}},
    {{"\xEF\xBB\xBF" + header + "1\r\n", "\xEF\xBB\xBF" + header + "2\r"},
     "1\r\n2\r",
     {"f0:2", "f1:2"}},
    {{header + "1\n", "x\t1\tA\tC\tG\n"}, "1\nx\t1\tA\tC\tG\n", {"f0:2", "f1:1"}},
};

TEST_F(JoinedInput, IsTheFirstFileAndTheRowsOfTheOthers) {
  for (auto const& [files, rows, lines] : joinings) {
    for (std::size_t plain_count = 0; plain_count <= files.size(); ++plain_count) {
      for (std::size_t const step : {1U, 2U, 5U, 1000U}) {
        MatrixInput input{input_paths(write(files, plain_count))};
        auto const first = read_matrix_header(input, {});
        auto const text = whole_text(input, first, step);
        EXPECT_EQ(input.is_regular(), plain_count == files.size());
        EXPECT_EQ(text.substr(first.data_begin), rows) << plain_count;
        if (input.is_regular()) {
          EXPECT_EQ(text.size(), input.size());
          EXPECT_EQ(text.substr(0, first.data_begin), files[0].substr(0, first.data_begin));
        }
      }
    }
  }
}

TEST_F(JoinedInput, KnowsFileAndLineOfEachRow) {
  for (auto const& [files, rows, lines] : joinings) {
    for (std::size_t const plain_count : {files.size(), std::size_t{0}}) {
      MatrixInput input{input_paths(write(files, plain_count))};
      auto const first = read_matrix_header(input, {});
      auto const text = whole_text(input, first, 3);
      Texts found;
      std::size_t file = input.file_at(first.data_begin);
      std::uint64_t line = file == 0 ? first.first_line : input.first_line_of(file);
      for (std::uint64_t at = first.data_begin; at < text.size(); ++line) {
        if (input.file_at(at) != file) {
          file = input.file_at(at);
          line = input.first_line_of(file);
          EXPECT_EQ(at, input.begin_of(file));
        }
        EXPECT_GT(input.next_begin(at), at);
        auto const name = input.name_at(at);
        found.push_back(name.substr(name.rfind('/') + 1) + ":" + std::to_string(line));
        if (input.is_regular()) {
          EXPECT_EQ(line_number_at(input, at), line);
        }
        at = std::min(text.size(), text.find('\n', at)) + 1;
      }
      EXPECT_EQ(found, lines);
    }
  }
}

TEST_F(JoinedInput, ReadsAnyPartOfIt) {
  auto const& [files, rows, lines] = joinings[1];
  MatrixInput input{input_paths(write(files))};
  auto const first = read_matrix_header(input, {});
  auto const text = header + rows;
  for (std::size_t begin = 0; begin <= text.size() + 1; ++begin) {
    for (std::size_t size = 0; size <= text.size() + 2; ++size) {
      std::string part(size, '\0');
      part.resize(input.read_at(part.data(), size, begin));
      EXPECT_EQ(part, begin > text.size() ? "" : text.substr(begin, size)) << begin << ' ' << size;
    }
  }
}

TEST_F(JoinedInput, MakesOneStreamOfPipes) {
  Texts const files{header + "1\n2", gzip_member(header + "3\n"), bgzf_file(header + "4\n", 5)};
  for (std::size_t const every : {1U, 5U}) {
    std::vector<std::unique_ptr<FedPipe>> pipes;
    Texts paths;
    for (auto const& file : files) {
      std::vector<std::size_t> cuts;
      for (std::size_t at = every; at < file.size(); at += every) cuts.push_back(at);
      pipes.push_back(std::make_unique<FedPipe>(file, cuts));
      paths.push_back(pipes.back()->path());
    }
    TaskPool pool{3};
    MatrixInput input{input_paths(paths), &pool};
    auto const first = read_matrix_header(input, {});
    EXPECT_EQ(whole_text(input, first, 100), header + "1\n2\n3\n4\n");
    EXPECT_EQ(input.disk_bytes(), 0U);
    EXPECT_EQ(input.bytes_done(7), 7U);
  }
}

TEST_F(JoinedInput, IsNamedAndDescribed) {
  EXPECT_EQ(MatrixInput{input_paths(write({header}))}.name(), folder_.file("f0"));
  EXPECT_EQ((MatrixInput{input_paths(write({header, header}))}.name()),
            folder_.file("f0") + " and 1 other file");
  MatrixInput const input{input_paths(write({header, header + "1\n", header}, 1))};
  EXPECT_EQ(input.name(), folder_.file("f0") + " and 2 other files");
  ASSERT_EQ(input.identities().size(), 3U);
  EXPECT_EQ(input.identities()[1].path, folder_.file("f1"));
  EXPECT_EQ(input.identities()[0].size, header.size());
  EXPECT_NE(input.advice().find("bgzip -dc"), std::string::npos) << input.advice();
  EXPECT_NE(MatrixInput{input_paths(write({header}, 0))}.advice().find("gzip -dc"),
            std::string::npos);
}

TEST_F(JoinedInput, ReportsHowFarCompressedFilesHaveBeenRead) {
  MatrixInput input{input_paths(write({header + "1\n", header + "2\n"}, 1))};
  auto const first = read_matrix_header(input, {});
  whole_text(input, first, 10);
  EXPECT_GT(input.disk_bytes(), header.size());
  EXPECT_EQ(input.bytes_done(0), input.disk_bytes());
}

TEST_F(JoinedInput, NoticesAChangeOfAnyFile) {
  auto const paths = write({header, header, header}, 1);
  MatrixInput const input{input_paths(paths)};
  EXPECT_NO_THROW(input.check_unchanged());
  write_text(paths[2], header + "1\n");
  EXPECT_THROW(input.check_unchanged(), ChangedInput);
}

TEST_F(JoinedInput, RefusesOtherColumns) {
  auto const expect = [&](Texts const& texts, Texts const& words,
                          HeaderOptions const& options = {}) {
    auto const error = error_of(texts, options);
    for (auto const& word : words) EXPECT_NE(error.find(word), std::string::npos) << error;
  };
  expect({header, header, "CHROM\tPOS\tREF\ta\tc\n"},
         {"f2: column 5 is \"c\", where in ", "f0 column 5 is \"b\"", "same columns"});
  expect({header, "CHROM\tPOS\tREF\ta\n"},
         {"f1: there is no column 5, where in ", "f0 column 5 is \"b\""});
  expect({header, "CHROM\tPOS\tREF\ta\tb\tc\n"},
         {"f1: column 6 is \"c\"", "f0 there is no column 6"});
  expect({header, "CHROM\tPOS\tREF\tb\ta\n"}, {"f1: column 4 is \"b\""});
  expect({header, "1\t1\tA\tA\n"}, {"f1 has 1 haplotype columns", "f0 has 2"});
  expect({"1\t1\tA\tA\tC\n", header}, {"f1 has a header row", "f0 has none"});
  expect({header, ""}, {"f1 is empty"});
  expect({header, "CHROM\tPOS\n"}, {"f1:1: 2 columns"});
}

TEST_F(JoinedInput, AcceptsFilesWithoutHeaders) {
  for (std::size_t const plain_count : {0U, 1U, 2U}) {
    MatrixInput input{input_paths(write({"1\t1\tA\tA\tC\n", "1\t2\tA\tA\tC\n"}, plain_count))};
    auto const first = read_matrix_header(input, {});
    EXPECT_EQ(first.column_names, (Texts{"s1", "s2"}));
    EXPECT_EQ(whole_text(input, first, 10), "1\t1\tA\tA\tC\n1\t2\tA\tA\tC\n");
  }
}

}  // namespace
}  // namespace hapmill::test
