// Files that a run reads are not overwritten, and no file is written for two options.
#include "support/program.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <map>
#include <tuple>

namespace hapmill::test {
namespace {

namespace fs = std::filesystem;

class FileConflicts : public ProgramTest {
 protected:
  void SetUp() override {
    write("m.tsv", small_matrix);
    write("f.fai", "1\t1000\n2\t1000\n");
    write("r.fa", ">1\nACGT\n");
    write("r.fa.fai", "1\t4\t3\t4\t5\n");
    write("r.fa.gzi", "");
    write("header", "CHROM\tPOS\tREF\tw\tx\ty\tz\n");
    write("names", "w\nx\ny\nz\n");
    write("pairs", "s\t1a\t1b\n");
    write("samples", "1a1b\n");
    write("rename", "1a1b\tt\n");
    write("regions", "1\n");
  }

  std::map<std::string, std::string> contents() const {
    std::map<std::string, std::string> contents;
    for (auto const& entry : fs::recursive_directory_iterator{folder_.path()}) {
      bool const is_file = entry.is_regular_file();
      contents[entry.path().string()] = is_file ? read_text(entry.path()) : "no file";
    }
    return contents;
  }

  /// Exit code 2 with these words, and every file as it was.
  void refuses(Arguments const& arguments, std::initializer_list<std::string_view> words,
               Launch launch = {}) const {
    auto const before = contents();
    expect_error(run(arguments, launch), 2, words);
    EXPECT_TRUE(contents() == before) << testing::PrintToString(arguments);
  }
};

/// Options that make the program read a file, and what messages call it.
struct Read {
  std::vector<std::string> options;
  std::string file;
  std::string called;
};

std::vector<Read> const reads{
    {{}, "m.tsv", "the matrix"},
    {{"--header", "header"}, "header", "the --header file"},
    {{"--column-names", "names"}, "names", "the --column-names file"},
    {{"--pairs", "pairs"}, "pairs", "the --pairs file"},
    {{"-S", "samples"}, "samples", "the --samples-file file"},
    {{"-S", "^samples"}, "samples", "the --samples-file file"},
    {{"--rename", "rename"}, "rename", "the --rename file"},
    {{"-R", "regions"}, "regions", "the --regions-file"},
    {{"--fai", "f.fai"}, "f.fai", "the --fai file"},
    {{"--reference", "r.fa"}, "r.fa", "the --reference file"},
    {{"--reference", "r.fa"}, "r.fa.fai", "the index .fai of --reference"},
    {{"--reference", "r.fa"}, "r.fa.gzi", "the index .gzi of --reference"},
};

TEST_F(FileConflicts, OfAnyInputWithAnyOutputAreRefused) {
  fs::create_directory(file("d"));
  for (auto const& [options, name, called] : reads) {
    Arguments const start{"convert", "m.tsv", "-O", "v", "--on-bad-row", "skip"};
    auto const with = [&](Arguments const& more) {
      Arguments arguments = start;
      arguments.insert(arguments.end(), options.begin(), options.end());
      arguments.insert(arguments.end(), more.begin(), more.end());
      return arguments;
    };
    refuses(with({"-o", name}), {"-o " + name + " would overwrite " + called});
    for (std::string const option : {"--report", "--rejects", "--memory-profile"}) {
      refuses(with({"-o", "o", option, name}),
              {option + " " + name + " would overwrite " + called});
    }
  }
}

TEST_F(FileConflicts, OfInputsWithFilesOfContigsAreRefused) {
  fs::create_directory(file("d"));
  for (char const* workers : {"1", "2"}) {
    for (auto const& [options, name, called] : reads) {
      if (options.empty() || options[0] == "--column-names") continue;
      // A contig of the matrix gives the name of the input.
      write("d/1.vcf", read(name));
      Arguments arguments{"convert", "m.tsv", "-O", "v", "--split-by-contig", "d"};
      arguments.insert(arguments.end(), {"--workers", workers, options[0]});
      bool const is_index = name == "r.fa.fai" || name == "r.fa.gzi";
      if (is_index) {
        fs::remove(file(name));
        fs::create_hard_link(file("d/1.vcf"), file(name));
      }
      bool const excludes = options[1].starts_with('^');
      arguments.push_back(is_index ? options[1] : (excludes ? "^d/1.vcf" : "d/1.vcf"));
      if (name == "r.fa") write("d/1.vcf.fai", read("r.fa.fai"));
      if (name == "header" || name == "regions") continue;  // of other columns, or one contig
      refuses(arguments, {"would overwrite " + called});
      fs::remove(file("d/1.vcf"));
    }
  }
}

TEST_F(FileConflicts, AreSeenThroughEveryKindOfName) {
  fs::create_symlink("f.fai", file("link"));
  fs::create_hard_link(file("f.fai"), file("hard"));
  fs::create_directory(file("sub"));
  fs::create_directory_symlink(".", file("here"));
  for (auto const& name :
       Arguments{"link", "hard", "./f.fai", "sub/../f.fai", "here/f.fai", file("f.fai")}) {
    refuses({"convert", "m.tsv", "-O", "v", "--fai", "f.fai", "-o", name}, {"the --fai file"});
    refuses({"convert", "m.tsv", "-O", "v", "--fai", name, "-o", "o", "--report", "f.fai"},
            {"--report f.fai", "the --fai file"});
  }
}

TEST_F(FileConflicts, OfTwoOutputsAreRefused) {
  for (std::string const option : {"--report", "--rejects", "--memory-profile"}) {
    refuses({"convert", "m.tsv", "-o", "o", "--on-bad-row", "skip", option, "o"},
            {option + " o would overwrite what -o writes"});
    refuses({"convert", "m.tsv", "-o", "o.vcf.gz", "--on-bad-row", "skip", option, "o.vcf.gz.csi"},
            {option + " o.vcf.gz.csi would overwrite the index of -o"});
    refuses({"convert", "m.tsv", "-o", "o.vcf.gz", "--index", "tbi", "--on-bad-row", "skip", option,
             "./o.vcf.gz.tbi"},
            {option, "the index of -o"});
    refuses({"convert", "m.tsv", "-o", "o", "--on-bad-row", "skip", option, ".o.hapmill-part"},
            {option, "the temporary file of -o"});
    refuses({"convert", "m.tsv", "-o", "o", "--on-bad-row", "skip", option,
             "o.parts/group-00000.json", "--workers", "2"},
            {"the parts of -o", option});
  }
  refuses({"convert", "m.tsv", "-o", "o", "--report", "x", "--memory-profile", "./x"},
          {"--memory-profile ./x would overwrite what --report writes"});
  // Without an index there is no conflict with one.
  EXPECT_EQ(run({"convert", "m.tsv", "-q", "-o", "o.vcf.gz", "--index", "none", "--report",
                 "o.vcf.gz.csi"})
                .exit_code,
            0);
}

TEST_F(FileConflicts, OfTheMatrixWithWhatIsWrittenBesideTheOutputAreRefused) {
  for (auto const& [matrix, output, words] :
       {std::tuple{"o.vcf.gz.csi", "o.vcf.gz", "the index of -o, o.vcf.gz.csi, would overwrite"},
        std::tuple{"o.bcf.csi", "o.bcf", "the index of -o"},
        std::tuple{".o.tsv.hapmill-part", "o.tsv", "the temporary file of -o"},
        std::tuple{".o.vcf.gz.csi.hapmill-part", "o.vcf.gz", "the temporary file of -o"}}) {
    write(matrix, small_matrix);
    refuses({"convert", matrix, "-o", output}, {words, "the matrix"});
  }
  fs::create_directory(file("o.tsv.parts"));
  for (std::string const name : {"group-00000.part", "plan.json", "lock", "group-00007.json"}) {
    write("o.tsv.parts/" + name, small_matrix);
    Arguments const arguments{"convert", "o.tsv.parts/" + name, "-o", "o.tsv"};
    for (auto const& more : {Arguments{"--workers", "2"}, Arguments{"--clean"},
                             Arguments{"--workers", "2", "--resume"}}) {
      auto all = arguments;
      all.insert(all.end(), more.begin(), more.end());
      refuses(all, {"the parts of -o", "o.tsv.parts", "the matrix"});
    }
    refuses({"plan", "o.tsv.parts/" + name, "-o", "o.tsv"}, {"the parts of -o", "the matrix"});
    fs::remove(file("o.tsv.parts/" + name));
  }
}

TEST_F(FileConflicts, OfAContigsFileWithTheIndexOfAnotherAreRefused) {
  write("m.tsv", "CHROM\tPOS\tREF\t1a\t1b\nx.csi\t1\tA\tC\tA\nx\t1\tA\tC\tA\n");
  for (char const* workers : {"1", "2"}) {
    expect_error(run({"convert", "m.tsv", "-O", "z", "--split-by-contig", "d", "-o", "{contig}",
                      "--workers", workers}),
                 2, {"the index of --split-by-contig", "--split-by-contig writes"});
    EXPECT_FALSE(has("d"));
  }
}

TEST_F(FileConflicts, OfAPlanWithItsOutputAreRefused) {
  auto const stdout_into = [&](std::string const& name, int flags) {
    return open_file(file(name), O_WRONLY | O_CREAT | flags);
  };
  {
    auto const plan = stdout_into("plan", O_TRUNC);
    Launch launch;
    launch.output = plan.number();
    refuses({"plan", "m.tsv", "-o", "plan", "--json"},
            {"standard output would overwrite what -o writes"}, launch);
    refuses({"plan", "m.tsv", "-o", "o", "--json", "--report", "plan"},
            {"standard output", "--report"}, launch);
    EXPECT_EQ(run({"plan", "m.tsv", "-o", "o", "--json"}, launch).exit_code, 0);
  }
  auto const matrix = stdout_into("m.tsv", O_APPEND);
  Launch launch;
  launch.output = matrix.number();
  refuses({"plan", "m.tsv", "-o", "o"}, {"standard output", "the matrix"}, launch);
  refuses({"check", "m.tsv"}, {"would overwrite the matrix"}, launch);
  // The plan stands where its output is to be.
  for (std::string const place : {"o", "o2"}) {
    auto const text = run({"plan", "m.tsv", "-o", place, "--json"}).output;
    write(place, text);
    refuses({"convert", "--plan", place, "--group", "0"}, {"-o " + place, "the plan"});
    refuses({"finalize", place}, {"would overwrite the plan"});
  }
}

TEST_F(FileConflicts, OfFilesAreRefusedByEveryCommand) {
  refuses({"check", "m.tsv", "-o", "m.tsv"}, {"-o m.tsv would overwrite the matrix"});
  refuses({"check", "m.tsv", "--fai", "f.fai", "-O", "v", "-o", "f.fai"}, {"the --fai file"});
  refuses({"plan", "m.tsv", "--fai", "f.fai", "-O", "v", "-o", "f.fai"}, {"the --fai file"});
  ASSERT_EQ(run({"convert", "m.tsv", "-q", "-o", "v.vcf"}).exit_code, 0);
  refuses({"extract", "v.vcf", "-o", "v.vcf"}, {"-o v.vcf would overwrite the input"});
  refuses({"extract", "v.vcf", "-o", "o", "--write-pairs", "v.vcf"},
          {"--write-pairs", "the input"});
  refuses({"extract", "v.vcf", "-o", "o", "--write-pairs", "o"}, {"--write-pairs", "-o"});
  refuses({"extract", "v.vcf", "-S", "samples", "-o", "samples"}, {"-o", "--samples-file"});
  write(".o.hapmill-part", read("v.vcf"));
  refuses({"extract", ".o.hapmill-part", "-o", "o"}, {"the temporary file of -o", "the input"});
}

TEST_F(FileConflicts, DoNotExistForDevicesAndFifos) {
  ASSERT_EQ(run({"convert", "m.tsv", "-q", "-o", "/dev/null", "--on-bad-row", "skip", "--rejects",
                 "/dev/null", "--report", "/dev/null", "--memory-profile", "/dev/null"})
                .exit_code,
            0);
  ASSERT_EQ(::mkfifo(file("fifo").c_str(), 0600), 0);
  auto const held = open_file(file("fifo"), O_RDWR);
  EXPECT_EQ(run({"convert", "m.tsv", "-q", "-o", "fifo", "--report", "fifo"}).exit_code, 0);
}

}  // namespace
}  // namespace hapmill::test
