package guard

import (
	"strings"
	"testing"
)

// TestATestIsFoundWhereItIsDeclaredAndRuns tells of each file what the test in it is: there, skipped, or only mentioned.
func TestATestIsFoundWhereItIsDeclaredAndRuns(t *testing.T) {
	for _, c := range []struct{ file, name, text, want string }{
		{"pool_test.go", "TestPool", "package pool\n// PM-1/A1\nfunc TestPool(t *testing.T) {}\n", "there"},
		{"pool_test.go", "TestPool", "// PM-1/A1\nfunc TestPoolAlways(t *testing.T) {}\n", "mentioned"},
		{"pool_test.go", "TestPool", "// PM-1/A1\n// func TestPool(t *testing.T) {}\nfunc TestOther(t *testing.T) {}", "mentioned"},
		{"pool_test.go", "TestPool", "/* PM-1/A1\nfunc TestPool(t *testing.T) {}\n*/", "mentioned"},
		{"pool_test.go", "TestPool", "// PM-1/A1\nvar x = `\nfunc TestPool(t *testing.T) {}\n`", "mentioned"},
		{"pool_test.go", "TestPool", "// PM-1/A1\nvar x = \"TestPool\"\nfunc TestOther(t *testing.T) {}", "mentioned"},
		{"pool_test.go", "TestPool", "// PM-1/A1\nfunc TestPool(t *testing.T) {\n\tt.Skip(\"later\")\n}", "skipped"},
		{"pool_test.go", "TestPool", "// PM-1/A1\nfunc TestPool(t *testing.T) {\n\tif testing.Short() {\n\t\tt.Skip()\n\t}\n}", "there"},
		{"pool_test.go", "TestPool", "// PM-1/A1\nfunc TestPool(t *testing.T) {\n\t// t.Skip()\n\tx(\"t.Skip()\")\n}", "there"},
		{"pool_test.go", "TestPool", "//go:build ignore\n\npackage pool\n// PM-1/A1\nfunc TestPool(t *testing.T) {}", "skipped"},
		{"pool_test.go", "TestPool/empty", "// PM-1/A1\nfunc TestPool(t *testing.T) { t.Run(\"empty\", nil) }", "there"},
		{"pool_test.go", "TestPool/empty", "// PM-1/A1\nfunc TestPool(t *testing.T) { t.Run(\"full\", nil) }", "mentioned"},
		{"pool_test.go", "TestPoolEmpty", "// PM-1/A1\nfunc TestPool(t *testing.T) { t.Run(\"empty\", nil) }", "mentioned"},
		{"pool_test.go", "TestPool", "// PM-1/A1\nfunc  TestPool  (t *testing.T) {}", "there"},
		{"pool_test.go", "TestPool", "// PM-1/A1\nfunc (s *Suite) TestPool() {}", "there"},
		{"pool_test.go", "", "// PM-1/A1\nfunc TestAny(t *testing.T) {}", "there"},
		{"pool_test.go", "", "// PM-1/A1\n", "mentioned"},
		{"pool_test.go", "the pool is never empty", "// PM-1/A1\nfunc TestThePoolIsNeverEmpty(t *testing.T) {}", "there"},
		{"pool.go", "TestPool", "// PM-1/A1\nfunc TestPool(t *testing.T) {}\n", "mentioned"},
		{"vendor/x/pool_test.go", "TestPool", "// PM-1/A1\nfunc TestPool(t *testing.T) {}\n", "mentioned"},
		{"web/node_modules/x/pool.test.js", "pool", "// PM-1/A1\ntest('pool', () => {})", "mentioned"},

		{"test_pool.py", "test_pool", "# PM-1/A1\ndef test_pool():\n    assert 1\n", "there"},
		{"test_pool.py", "test_pool", "\"\"\"\nPM-1/A1\ndef test_pool():\n    pass\n\"\"\"\n", "mentioned"},
		{"test_pool.py", "test_pool", "# PM-1/A1\n# def test_pool(): pass\n", "mentioned"},
		{"test_pool.py", "test_pool", "# PM-1/A1\nx = 'def test_pool():'\n", "mentioned"},
		{"test_pool.py", "test_pool", "class TestX:\n    # PM-1/A1\n    @pytest.mark.skip(reason='no')\n    def test_pool(self):\n        pass\n", "skipped"},
		{"test_pool.py", "test_pool", "# PM-1/A1\n@pytest.mark.skip(\n    reason='no',\n)\ndef test_pool():\n    pass\n", "skipped"},
		{"test_pool.py", "test_pool", "# PM-1/A1\n@pytest.mark.skipif(sys.platform == 'win32', reason='no')\ndef test_pool():\n    pass\n", "there"},
		{"test_pool.py", "test_pool", "# PM-1/A1\n@unittest.skip('no')\nclass TestX(unittest.TestCase):\n    def test_pool(self):\n        pass\n", "skipped"},
		{"test_pool.py", "test_pool", "class TestX(unittest.TestCase):\n    def test_pool(self):\n        self.skipTest('PM-1/A1')\n", "skipped"},
		{"test_pool.py", "test_pool", "# PM-1/A1\ndef test_pool():\n    if x:\n        pytest.skip('no')\n    assert y\n", "there"},
		{"test_pool.py", "test_pool", "# PM-1/A1\npytestmark = pytest.mark.skip\ndef test_pool():\n    pass\n", "skipped"},
		{"test_pool.py", "TestX::test_pool", "# PM-1/A1\nclass TestX:\n  def test_pool(self):\n    pass\n", "there"},
		{"test_pool.py", "TestPool", "# PM-1/A1\nclass TestPool:\n  def test_a(self):\n    pass\n", "there"},
		{"pool/core.py", "test_pool", "# PM-1/A1\ndef test_pool():\n    pass\n", "mentioned"},
		{"test_pool.py", "test_pool", "# PM-1/A1\n@pytest.mark.skip\ndef test_other():\n    pass\n\ndef test_pool():\n    pass\n", "there"},
		{"test_pool.py", "test_pool", "# PM-1/A1\nasync def test_pool():\n    it's = 1\n", "there"},

		{"pool.test.js", "the pool waits", "// PM-1/A1\ntest('the pool waits', () => {})", "there"},
		{"pool.test.ts", "pool > waits", "describe('pool', () => {\n  // PM-1/A1\n  it(\"waits\", async () => {})\n})", "there"},
		{"pool.test.ts", "pool waits", "describe('pool', () => {\n  // PM-1/A1\n  it(\"waits\", async () => {})\n})", "there"},
		{"pool.test.js", "the pool waits", "// PM-1/A1\n// test('the pool waits', () => {})\ntest('x', () => {})", "mentioned"},
		{"pool.test.js", "the pool waits", "// PM-1/A1\nconst x = \"test('the pool waits', () => {})\"", "mentioned"},
		{"pool.test.js", "the pool waits", "// PM-1/A1\nconst x = `test('the pool waits', () => {})`", "mentioned"},
		{"pool.test.js", "the pool waits", "// PM-1/A1\ntest.skip('the pool waits', () => {})", "skipped"},
		{"pool.test.js", "the pool waits", "// PM-1/A1\nxit('the pool waits', () => {})", "skipped"},
		{"pool.test.js", "the pool waits", "// PM-1/A1\ntest.todo('the pool waits')", "skipped"},
		{"pool.test.js", "the pool waits", "// PM-1/A1\ndescribe.skip('x', () => { test('the pool waits', () => {}) })", "skipped"},
		{"pool.test.js", "the pool waits", "// PM-1/A1\ntest('the pool waits', { skip: true }, () => {})", "skipped"},
		{"pool.test.js", "the pool waits", "// PM-1/A1\ntest('the pool waits', { skip: false }, () => {})", "there"},
		{"pool.test.js", "the pool waits", "// PM-1/A1\ntest('the pool waits', (t) => { t.skip('no'); })", "skipped"},
		{"pool.test.js", "the pool waits", "// PM-1/A1\ntest.only('other', () => {})\ntest('the pool waits', () => {})", "skipped"},
		{"pool.test.js", "the pool waits", "const re = /['\"`]/\n// PM-1/A1\ntest('the pool waits', () => {})", "there"},
		{"pool.test.js", "adds %i", "// PM-1/A1\ntest.each([[1, 2]])('adds %i', (a) => {})", "there"},
		{"pool.js", "the pool waits", "// PM-1/A1\ntest('the pool waits', () => {})", "mentioned"},

		{"src/test/java/PoolTest.java", "waits", "class PoolTest {\n  // PM-1/A1\n  @Test\n  void waits() { }\n}", "there"},
		{"src/test/java/PoolTest.java", "PoolTest.waits", "class PoolTest {\n  // PM-1/A1\n  @Test public void waits() throws Exception { }\n}", "there"},
		{"src/test/java/PoolTest.java", "waits", "class PoolTest {\n  // PM-1/A1\n  @Disabled(\"no\") @Test void waits() { }\n}", "skipped"},
		{"src/test/java/PoolTest.java", "waits", "@Ignore\nclass PoolTest {\n  // PM-1/A1\n  @Test void waits() { }\n}", "skipped"},
		{"src/test/java/PoolTest.java", "waits", "class PoolTest {\n  // PM-1/A1\n  void waits() { }\n}", "mentioned"},
		{"src/test/java/PoolTest.java", "waits", "class PoolTest {\n  /* PM-1/A1 @Test void waits() { } */ @Test void other() { pool.waits(); }\n}", "mentioned"},
		{"src/test/kotlin/PoolTest.kt", "the pool waits", "class PoolTest {\n  // PM-1/A1\n  @Test\n  fun `the pool waits`() = runTest { }\n}", "there"},
		{"PoolTests.cs", "Waits", "class PoolTests {\n  // PM-1/A1\n  [Fact(Skip = \"no\")]\n  public void Waits() { }\n}", "skipped"},
		{"PoolTests.cs", "Waits", "class PoolTests {\n  // PM-1/A1\n  [Fact]\n  public async Task Waits() { }\n}", "there"},

		{"src/lib.rs", "tests::waits", "mod tests {\n    // PM-1/A1\n    #[test]\n    fn waits() { let c = '\"'; let r: &'a str = r#\"x\"#; }\n}", "there"},
		{"src/lib.rs", "waits", "// PM-1/A1\n#[test]\n#[ignore = \"slow\"]\nfn waits() {}", "skipped"},
		{"src/lib.rs", "waits", "// PM-1/A1\nfn waits() {}", "mentioned"},
		{"src/lib.rs", "waits", "/* /* */ PM-1/A1\n#[test]\nfn waits() {} */", "mentioned"},
		{"src/lib.rs", "waits", "// PM-1/A1\n#[tokio::test]\nasync fn waits() {}", "there"},

		{"spec/pool_spec.rb", "waits", "describe Pool do\n  # PM-1/A1\n  it 'waits' do\n  end\nend", "there"},
		{"spec/pool_spec.rb", "waits", "describe Pool do\n  # PM-1/A1\n  xit 'waits' do\n  end\nend", "skipped"},
		{"spec/pool_spec.rb", "waits", "describe Pool do\n  # PM-1/A1\n  it 'waits', skip: true do\n  end\nend", "skipped"},
		{"spec/pool_spec.rb", "waits", "describe Pool do\n  # PM-1/A1\n  it 'waits' do\n    skip 'no'\n  end\nend", "skipped"},
		{"spec/pool_spec.rb", "Pool waits", "RSpec.describe Pool do\n  # PM-1/A1\n  it 'waits' do\n  end\nend", "there"},
		{"spec/pool_spec.rb", "waits", "describe Pool do\n  # PM-1/A1 it 'waits' do\n  it 'x' do\n  end\nend", "mentioned"},
		{"test/pool_test.rb", "test_waits", "class PoolTest < Minitest::Test\n  # PM-1/A1\n  def test_waits\n  end\nend", "there"},
		{"test/pool_test.rb", "test_waits", "class PoolTest < Minitest::Test\n  # PM-1/A1\n  def test_waits\n    skip\n  end\nend", "skipped"},

		{"pool.bats", "the pool waits", "# PM-1/A1\n@test \"the pool waits\" {\n  run true\n}", "there"},
		{"pool.bats", "the pool waits", "# PM-1/A1\n@test \"the pool waits\" {\n  skip\n  run true\n}", "skipped"},
		{"pool.bats", "the pool waits", "# PM-1/A1\n# @test \"the pool waits\" {\n", "mentioned"},
		{"alert.sh", "test_alert", "#!/bin/sh\n# PM-1/A1\ntest_alert() {\n  echo \"${x#y}\"\n}\ntest_alert", "there"},
		{"alert.sh", "test_alert", "# PM-1/A1\ncat <<EOF\ntest_alert() {\n}\nEOF\n", "mentioned"},

		{"pool_test.cc", "Pool.Waits", "// PM-1/A1\nTEST(Pool, Waits) { }", "there"},
		{"pool_test.cc", "Waits", "// PM-1/A1\nTEST_F(Pool, DISABLED_Waits) { }", "skipped"},
		{"test/pool_test.exs", "waits", "# PM-1/A1\n  @tag :skip\n  test \"waits\" do\n  end\n", "skipped"},

		{"testdata/script/pool.txt", "pool", "# PM-1/A1\nexec pool\n", "there"},
		{"testdata/script/pool.txt", "drain", "# PM-1/A1\nexec pool\n", "mentioned"},
		{"features/pool.feature", "The pool waits", "# PM-1/A1\nScenario: The pool waits\n", "there"},
		{"ci.yml", "TestPool", "name: PM-1/A1 TestPool\n", "mentioned"},
		{"notes", "TestPool", "PM-1/A1 was here once\n", "mentioned"},
	} {
		dir := tree(t, map[string]string{c.file: c.text})
		var names []string
		if c.name != "" {
			names = []string{c.name}
		}
		st := StandIn(dir, c.file, names, false)
		got := "mentioned"
		switch {
		case st.Test && st.Skipped != "":
			got = "skipped"
		case st.Test:
			got = "there"
		}
		if got != c.want || !st.Test && st.Why == "" {
			t.Errorf("%s: %q in %q is %s (%+v), want %s", c.file, c.name, c.text, got, st, c.want)
		}
	}
}

func TestAFileThatIsMadeToTakeForEverDoesNot(t *testing.T) {
	const many = 4_000
	for file, text := range map[string]string{
		"pool_test.go":       strings.Repeat("func TestX(t *testing.T) { t.Run(\"a\", func(t *testing.T) {\n", many),
		"pool.test.js":       strings.Repeat("describe('a', () => { it('b', () => {", many) + "`" + strings.Repeat("${`", many),
		"test_pool.py":       strings.Repeat("class TestA:\n", many) + strings.Repeat("@a(\n", many),
		"spec/pool_spec.rb":  strings.Repeat("it 'a' do\n", many) + strings.Repeat("<<~A\n", many),
		"PoolTest.java":      strings.Repeat("@Test void a(", many),
		"src/lib.rs":         strings.Repeat("mod a { #[test] fn a() ", many),
		"pool.bats":          strings.Repeat("@test 'a' { ", many) + strings.Repeat("<<A ", many),
		"pool_test.cc":       strings.Repeat("TEST(a, b) { ", many),
		"test/pool_test.exs": strings.Repeat("describe \"a\" do\n", many),
	} {
		if st := StandIn(tree(t, map[string]string{file: text}), file, []string{"TestPool"}, false); st.Test {
			t.Errorf("%s holds the test: %+v", file, st)
		}
	}
}

func TestThePromisedFileHoldsTestsWhateverItsNameIs(t *testing.T) {
	dir := tree(t, map[string]string{
		"checks/pool.js": "test('waits', () => {}) // PM-1/A1",
		"pool.go":        "func TestPool(t *testing.T) {} // PM-1/A1",
		"pool.yml":       "- waits # PM-1/A1",
	})
	for file, want := range map[string]bool{"checks/pool.js": true, "pool.go": false, "pool.yml": true} {
		names := []string{"waits"}
		if file == "pool.go" {
			names = []string{"TestPool"}
		}
		if got := StandIn(dir, file, names, true); got.Test != want || StandIn(dir, file, names, false).Test {
			t.Errorf("%s: %+v", file, got)
		}
	}
}

// FuzzStandIn: no text of any language fails or takes for ever.
func FuzzStandIn(f *testing.F) {
	for _, seed := range []string{
		"func TestA(t *testing.T) { t.Skip() }", "class TestX:\n def test_a(self):\n  pass", "it.each`a`('x', () => {`${`a`}`})", "r#\"\"# 'a' '", "<<~A\n x\nA\n@test \"a\" {",
		"describe(((((((((", "}}}}))))]]]]", "\"\"\"", "test('x', {", "@test", "TEST(a,b){", "def test_a\n skip\nend", "class A", "#[test]\nfn a() {",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for i := range languages {
			s := languages[i].grammar.read([]byte(text))
			if len(s.code) != len(s.text) || strings.Count(string(s.code), "\n") != strings.Count(text, "\n") {
				t.Fatalf("the code of %q is %q", text, s.code)
			}
			standing(languages[i].tests(s), []string{"TestA"})
		}
	})
}
