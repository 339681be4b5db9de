package intake

var chatFormats []format
