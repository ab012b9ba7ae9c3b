#include "dialects/reference_sequence.hpp"

#include <gtest/gtest.h>
#include <htslib/bgzf.h>
#include <htslib/faidx.h>

#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include "hapmill/support/errors.hpp"
#include "support/listed_paths.hpp"
#include "support/random.hpp"
#include "support/temporary_folder.hpp"

namespace hapmill {
namespace {

using test::Random;
using test::TemporaryFolder;

std::string random_bases(std::uint64_t seed, std::size_t size) {
  Random random{seed};
  std::string bases(size, 'A');
  for (char& base : bases) base = "ACGTN"[random.below(5)];
  return bases;
}

/// Writes sequences in lines of 60 bases, every second base in lower case.
std::string fasta_of(std::string const& name, std::string const& bases) {
  std::string text = ">" + name + " some words\n";
  for (std::size_t at = 0; at < bases.size(); at += 60) {
    std::string line = bases.substr(at, 60);
    if (at % 120 != 0) {
      for (char& base : line) base = static_cast<char>(base - 'A' + 'a');
    }
    text += line + "\n";
  }
  return text;
}

class References : public testing::Test {
 protected:
  std::string const first_ = random_bases(1, 100'000);
  std::string const second_ = random_bases(2, 77);

  std::string write_plain() const {
    std::string const path = folder_.file("r.fa");
    test::write_text(path, fasta_of("one", first_) + fasta_of("two", second_));
    EXPECT_EQ(::fai_build(path.c_str()), 0);
    return path;
  }
  std::string write_compressed() const {
    std::string const path = folder_.file("r.fa.gz");
    std::string const text = fasta_of("one", first_) + fasta_of("two", second_);
    BGZF* const file = ::bgzf_open(path.c_str(), "w");
    EXPECT_EQ(::bgzf_write(file, text.data(), text.size()), static_cast<ssize_t>(text.size()));
    EXPECT_EQ(::bgzf_close(file), 0);
    EXPECT_EQ(::fai_build(path.c_str()), 0);
    return path;
  }
  void expect_bases(ReferenceSequence const& sequence, std::uint64_t seed) const {
    Random random{seed};
    ReferenceSequence::Loan loan{sequence};
    for (int k = 0; k < 300; ++k) {
      bool const is_first = !random.one_in(4);
      std::string const& bases = is_first ? first_ : second_;
      auto const pos = static_cast<std::uint32_t>(random.between(1, bases.size() + 20));
      std::size_t const size = random.one_in(9) ? random.between(1, 40'000) : random.between(1, 4);
      std::string const expected = pos <= bases.size() ? bases.substr(pos - 1, size) : "";
      ASSERT_EQ(loan.bases(is_first ? "one" : "two", pos, size), expected) << pos << ' ' << size;
    }
    EXPECT_EQ(loan.bases("three", 1, 1), "");
    EXPECT_EQ(loan.bases("one", 2147483647, 1), "");
  }

  TemporaryFolder folder_;
};

TEST_F(References, HaveTheBasesOfTheFileInUpperCase) {
  expect_bases(ReferenceSequence{test::reference_paths(write_plain())}, 3);
}

TEST_F(References, MayBeCompressedByBgzip) {
  expect_bases(ReferenceSequence{test::reference_paths(write_compressed())}, 4);
}

TEST_F(References, AreReadBySeveralThreads) {
  ReferenceSequence const sequence{test::reference_paths(write_compressed())};
  std::vector<std::thread> threads;
  for (std::uint64_t k = 0; k < 4; ++k) {
    threads.emplace_back([&, k] { expect_bases(sequence, 10 + k); });
  }
  for (auto& thread : threads) thread.join();
}

TEST_F(References, CompressedInAnotherFormatAreRefused) {
  std::string const path = folder_.file("r.fa.gz");
  test::write_text(path, "\x1F\x8B\x08no block");
  test::write_text(path + ".fai", "one\t4\t5\t4\t5\n");
  EXPECT_THROW(ReferenceSequence{test::reference_paths(path)}, InputError);
}

TEST_F(References, NeedBothIndexesIfCompressed) {
  std::string const path = write_compressed();
  std::filesystem::remove(path + ".gzi");
  EXPECT_THROW(ReferenceSequence{test::reference_paths(path)}, InputError);
}

TEST_F(References, NeedAReadableIndex) {
  std::string const path = write_plain();
  test::write_text(path + ".fai", "no index\n");
  EXPECT_THROW(ReferenceSequence{test::reference_paths(path)}, InputError);
}

}  // namespace
}  // namespace hapmill
