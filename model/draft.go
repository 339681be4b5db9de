package model

import "time"

// Draft is one text that was typed and is not in the archive yet. The key says where: "PM-1/facts/add". It is not part of any
// document.
type Draft struct {
	Key   string            `json:"key"`
	Text  string            `json:"text"`
	At    time.Time         `json:"at"`
	Entry string            `json:"entry,omitempty"` // the id, once it is entered; "" for text that still stands in a line
	About map[string]string `json:"about,omitempty"` // what it was about when it was entered: the parent, the question
}
