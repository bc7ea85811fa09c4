"use strict";

module.exports = require("./words.node");
