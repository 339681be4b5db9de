package patterns_test

import (
	"fmt"
	"strings"
	"testing"

	"debrief/model"
	"debrief/model/patterns"
)

func TestWhatTeachesMostIsReadFirst(t *testing.T) {
	stories := plain(8)
	for i := range 4 {
		stories[i].Services = []string{"payments"}
	}
	stories[4].Relations = []model.Relation{{ID: "id5", Ref: "PM-6", Kind: "repeat of"}, {ID: "id0", Ref: "PM-1", Kind: "related"}}
	stories[7].Relations = []model.Relation{{ID: "id5", Ref: "PM-6", Kind: "repeat of"}}
	stories[6].Actions.Class = 1
	var told []string
	for _, f := range patterns.ReadFirst(stories) {
		told = append(told, stories[f.Story].Ref+": "+strings.Join(f.Because, ", "))
	}
	want := []string{
		"PM-6: repeated twice",
		"PM-8: repeat of PM-6",
		"PM-5: repeat of PM-6",
		"PM-4: shares payments", // the newest of four; the other three say nothing new
		"PM-7: 1 action for the whole class",
	}
	if fmt.Sprint(told) != fmt.Sprint(want) {
		t.Errorf("%q\nwant\n%q", told, want)
	}
	if got := patterns.ReadFirst(plain(40)); len(got) != 0 {
		t.Errorf("nothing to say of any: %+v", got)
	}
}

func TestAReadingListHasAnEnd(t *testing.T) {
	stories := plain(400)
	for i := range stories {
		stories[i].Services = []string{fmt.Sprint("service-", i%100)}
	}
	if got := patterns.ReadFirst(stories); len(got) != 12 {
		t.Error(len(got))
	}
}
