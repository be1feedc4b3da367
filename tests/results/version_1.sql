-- Three tests as version 1 of the tables kept them, the last one never finished.
PRAGMA application_id = 1465139536;
PRAGMA user_version = 1;
BEGIN TRANSACTION;
CREATE TABLE faults (
        repetition_id INTEGER NOT NULL REFERENCES repetitions (id) ON DELETE CASCADE,
        code TEXT NOT NULL,
        PRIMARY KEY (repetition_id, code)
    ) STRICT, WITHOUT ROWID
    ;
INSERT INTO "faults" VALUES(2,'lumbar_flexion');
INSERT INTO "faults" VALUES(2,'squat');
INSERT INTO "faults" VALUES(6,'lumbar_flexion');
INSERT INTO "faults" VALUES(6,'squat');
INSERT INTO "faults" VALUES(10,'lumbar_flexion');
INSERT INTO "faults" VALUES(10,'squat');
CREATE TABLE repetitions (
        id INTEGER NOT NULL PRIMARY KEY,
        test_id INTEGER NOT NULL REFERENCES tests (id) ON DELETE CASCADE,
        number INTEGER NOT NULL,
        practice INTEGER NOT NULL,
        wall_mm REAL NOT NULL,
        outcome TEXT NOT NULL,
        reason TEXT,
        cue TEXT NOT NULL,
        back_judged INTEGER NOT NULL,
        touched INTEGER NOT NULL,
        start_s REAL NOT NULL,
        end_s REAL NOT NULL,
        touch_s REAL,
        lower_s REAL NOT NULL,
        pause_s REAL NOT NULL,
        rise_s REAL NOT NULL,
        min_gap_mm REAL,
        hip_gap_mm REAL,
        hip_displacement_mm REAL,
        trunk_inclination_deg REAL,
        hip_flexion_deg REAL,
        knee_flexion_deg REAL,
        lumbar_flexion_deg REAL,
        thoracic_flexion_deg REAL,
        neck_flexion_deg REAL,
        dowel_head_mm REAL,
        dowel_thoracic_mm REAL,
        dowel_sacrum_mm REAL,
        UNIQUE (test_id, number)
    ) STRICT
    ;
INSERT INTO "repetitions" VALUES(1,1,1,1,100.0,'PASS',NULL,'pass',1,1,10.25,13.5,11.75,1.5,0.25,1.125,-4.5,1.5,2.5,3.5,4.5,5.5,6.5,7.5,8.5,9.5,10.5,11.5);
INSERT INTO "repetitions" VALUES(2,1,2,0,100.0,'FAULT',NULL,'lumbar_flexion',1,1,11.25,13.5,11.75,1.5,0.25,1.125,-3.5,1.5,2.5,3.5,4.5,5.5,6.5,7.5,8.5,9.5,10.5,11.5);
INSERT INTO "repetitions" VALUES(3,1,3,0,125.0,'NO_VERDICT','too few valid pixels','too_few_pixels',0,1,12.25,13.5,NULL,1.5,0.25,1.125,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "repetitions" VALUES(4,1,4,0,125.0,'PASS',NULL,'pass',1,1,13.25,13.5,11.75,1.5,0.25,1.125,-1.5,1.5,2.5,3.5,4.5,5.5,6.5,7.5,8.5,9.5,10.5,11.5);
INSERT INTO "repetitions" VALUES(5,2,1,1,100.0,'PASS',NULL,'pass',1,1,10.25,13.5,11.75,1.5,0.25,1.125,-4.5,1.5,2.5,3.5,4.5,5.5,6.5,7.5,8.5,9.5,10.5,11.5);
INSERT INTO "repetitions" VALUES(6,2,2,0,100.0,'FAULT',NULL,'lumbar_flexion',1,1,11.25,13.5,11.75,1.5,0.25,1.125,-3.5,1.5,2.5,3.5,4.5,5.5,6.5,7.5,8.5,9.5,10.5,11.5);
INSERT INTO "repetitions" VALUES(7,2,3,0,125.0,'NO_VERDICT','too few valid pixels','too_few_pixels',0,1,12.25,13.5,NULL,1.5,0.25,1.125,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "repetitions" VALUES(8,2,4,0,125.0,'PASS',NULL,'pass',1,1,13.25,13.5,11.75,1.5,0.25,1.125,-1.5,1.5,2.5,3.5,4.5,5.5,6.5,7.5,8.5,9.5,10.5,11.5);
INSERT INTO "repetitions" VALUES(9,3,1,1,100.0,'PASS',NULL,'pass',1,1,10.25,13.5,11.75,1.5,0.25,1.125,-4.5,1.5,2.5,3.5,4.5,5.5,6.5,7.5,8.5,9.5,10.5,11.5);
INSERT INTO "repetitions" VALUES(10,3,2,0,100.0,'FAULT',NULL,'lumbar_flexion',1,1,11.25,13.5,11.75,1.5,0.25,1.125,-3.5,1.5,2.5,3.5,4.5,5.5,6.5,7.5,8.5,9.5,10.5,11.5);
INSERT INTO "repetitions" VALUES(11,3,3,0,125.0,'NO_VERDICT','too few valid pixels','too_few_pixels',0,1,12.25,13.5,NULL,1.5,0.25,1.125,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "repetitions" VALUES(12,3,4,0,125.0,'PASS',NULL,'pass',1,1,13.25,13.5,11.75,1.5,0.25,1.125,-1.5,1.5,2.5,3.5,4.5,5.5,6.5,7.5,8.5,9.5,10.5,11.5);
CREATE TABLE tests (
        id INTEGER NOT NULL PRIMARY KEY,
        uid TEXT NOT NULL UNIQUE,
        started_utc TEXT NOT NULL,
        clock_trusted INTEGER NOT NULL,
        protocol TEXT NOT NULL,
        rules TEXT,
        app_version TEXT NOT NULL,
        camera_serial TEXT NOT NULL,
        height_mm REAL,
        score_mm REAL,
        ending TEXT,
        finished_utc TEXT
    ) STRICT
    ;
INSERT INTO "tests" VALUES(1,'fed3dfd265c5430e9733b2c4318464d7','2026-11-21T18:30:05.250+00:00',0,'walk-up 10.0+2.5 cm 2 of 3','{"first_wall_m": 0.1, "step_m": 0.025, "clean_taps": 2, "tries": 3, "practice": 3, "limit_share": 0.155}','1.2.3','0815',NULL,NULL,'left','2026-11-21T18:30:05.250+00:00');
INSERT INTO "tests" VALUES(2,'1ce9946b774a4c159fdfe8a03453a357','2026-11-21T18:30:05.250+00:00',0,'walk-up 10.0+2.5 cm 2 of 3','{"first_wall_m": 0.1, "step_m": 0.025, "clean_taps": 2, "tries": 3, "practice": 3, "limit_share": 0.155}','1.2.3','0815',1751.2,100.0,'left','2026-11-21T18:30:05.250+00:00');
INSERT INTO "tests" VALUES(3,'4c4706e4c9ed474587aee3fe5153df77','2026-11-21T18:30:05.250+00:00',0,'walk-up 10.0+2.5 cm 2 of 3','{"first_wall_m": 0.1, "step_m": 0.025, "clean_taps": 2, "tries": 3, "practice": 3, "limit_share": 0.155}','1.2.3','0815',NULL,NULL,NULL,NULL);
COMMIT;
